internal import Inventory

extension [PolicyException] {
    /// By which ways beside keys somebody may be let in to an account (RFC 4252, RFC 4256, RFC 4462), since that is declared.
    func ways(into user: String) -> Set<String> {
        Set(
            filter { ($0.user ?? user) == user && $0.value == "yes" }.compactMap { exception in
                switch exception.directive {
                case .passwordAuthentication: "password"
                case .kbdInteractiveAuthentication: "keyboard-interactive"
                case .hostbasedAuthentication: "hostbased"
                case .gssapiAuthentication: "gssapi-with-mic"
                default: nil
                }
            })
    }
}
