/// Whether what people do in an environment is recorded, as a terminal shows it.
public enum Recording: String, Sendable, Hashable, CaseIterable {
    /// Where somebody asks for it.
    case optional
    /// Always: a debugging session without a recording is refused, and so is a terminal outside of one.
    case required
}
