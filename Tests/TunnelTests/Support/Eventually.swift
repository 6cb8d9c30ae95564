@testable import LevelsLab

/// Waits for what nobody announces: the thing itself is asked until it is so. False if it is not so after a minute, which
/// is longer than anything here may take.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    var failure: (any Error)?
    let came = try await Patience.until(within: .seconds(60)) { () throws(LabFailure) in
        do {
            return try await condition()
        } catch {
            failure = error
            return true
        }
    }
    if let failure { throw failure }
    return came
}
