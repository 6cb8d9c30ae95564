import Files

extension CommandFailure {
    /// A file that was asked for could not be written.
    static func unwritable(_ failure: WholeFile.Failure) -> CommandFailure {
        .roster(
            "\(Escaped.text(failure.path)) cannot be written: \(failure.reason)",
            hint: "check that there is room, and that you may write there")
    }
}
