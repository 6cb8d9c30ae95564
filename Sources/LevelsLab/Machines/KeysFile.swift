/// What an account's `authorized_keys` can be made to be.
public enum KeysFile: Sendable, Hashable {
    /// A file as it should be: 0600, and its account's.
    case text(String)
    case missing
    /// The account has no home.
    case noHome
    case symbolicLink(to: String)
    case directory
    /// Its account may not read it.
    case unreadable
    /// As it is, and nobody may change it, root neither: `chattr +i`, where the file system has it.
    case immutable
    /// As it is, with comments after it, up to that many bytes.
    case large(bytes: Int)
}
