/// What a key may do in the end, once its options have been read one after the other.
public struct KeyPermissions: Sendable, Hashable {
    public private(set) var allowed = Set(KeyOption.Permission.allCases)
    public private(set) var isCertificateAuthority = false
    public private(set) var touchRequired = true
    public private(set) var verifyRequired = false
    public private(set) var command: RawText?
    public private(set) var from: RawText?
    public private(set) var principals: RawText?
    public private(set) var expiryTimes: [ExpiryTime] = []
    /// Of several for one name, sshd takes the first.
    public private(set) var environment: [RawText] = []
    /// Empty for anywhere.
    public private(set) var permitOpen: [RawText] = []
    public private(set) var permitListen: [RawText] = []
    public private(set) var tunnel: RawText?

    public init(_ options: KeyOptions) {
        for option in options.options { apply(option) }
    }

    private mutating func apply(_ option: KeyOption) {
        switch option {
        case .restrict: allowed = []
        case .certificateAuthority: isCertificateAuthority = true
        case .permission(let permission, true): allowed.insert(permission)
        case .permission(let permission, false): allowed.remove(permission)
        case .touchRequired(let isRequired): touchRequired = isRequired
        case .verifyRequired(let isRequired): verifyRequired = isRequired
        case .command(let value): command = value
        case .from(let value): from = value
        case .principals(let value): principals = value
        case .expiryTime(let time): expiryTimes.append(time)
        case .environment(let value): environment.append(value)
        case .permitOpen(let value): permitOpen.append(value)
        case .permitListen(let value): permitListen.append(value)
        case .tunnel(let value): tunnel = value
        }
    }
}
