public import Inventory

/// The estate at a time, read-only: what is declared, what was measured, what differs.
public struct Audit: Sendable {
    public let origin: AuditOrigin
    public let scope: AuditScope
    public let began: UTCTime
    public let ended: UTCTime
    public let matrix: AccessMatrix
    /// By area, each in the order of the estate.
    public let lines: [AuditLine]
    /// Every way between VPCs that was to be tried.
    public let isolation: IsolationReport
    /// Whether the whitelist is by age, and not by end.
    public let isByAge: Bool

    public init(
        origin: AuditOrigin, scope: AuditScope, began: UTCTime, ended: UTCTime, matrix: AccessMatrix,
        lines: [AuditLine], isolation: IsolationReport, isByAge: Bool
    ) {
        self.origin = origin
        self.scope = scope
        self.began = began
        self.ended = ended
        self.matrix = matrix
        self.lines = lines
        self.isolation = isolation
        self.isByAge = isByAge
    }

    public func count(_ verdict: AuditLine.Verdict) -> Int { lines.count { $0.verdict == verdict } }

    /// 2 where something is known to differ, which says more than what was not measured: 75.
    public var exit: ExitStatus {
        if count(.differs) > 0 { return .difference }
        return count(.notMeasured) > 0 ? .tryAgain : .done
    }

    public func lines(_ area: AuditLine.Area) -> [AuditLine] { lines.filter { $0.area == area } }

    /// What it does not say, so that nobody reads it into it.
    public static let disclaimers = [
        "Lines name the requirements that they are evidence for. Whether these are met is for an assessor to say.",
        "Logins are with public keys. Keys alone are not multi-factor authentication (PCI DSS 8.4): nothing here says so.",
        "Who approved what stands in the history of the declaration: nothing here says so.",
    ]
}
