import Fleet
import Inventory

/// Names for completion, from the levels.yaml that the words typed so far point at. A file that cannot be read completes
/// nothing; its fault is told by the command itself.
struct DeclaredNames {
    /// The command line so far.
    let words: [String]

    func environments() -> [String] {
        declared()?.environments.map(\.name) ?? []
    }

    func vpcs() -> [String] { declared()?.vpcs.map(\.name) ?? [] }

    /// Those of the environment typed, or of all where none is.
    func databases() -> [String] {
        let environment = value(of: "--env") ?? ProcessEnvironment.read()["LEVELS_ENV"]
        var seen: Set<String> = []
        return (declared()?.environments ?? [])
            .filter { environment == nil || $0.name == environment }
            .flatMap(\.databases).map(\.name).filter { seen.insert($0).inserted }
    }

    /// The ids of everybody in the roster.
    func people() -> [String] { roster()?.roster.people.map(\.id) ?? [] }

    /// The hosts of the environment typed.
    func hosts() -> [String] {
        value(of: "--env").flatMap { roster()?.inventory.environment(named: $0) }?.hosts.list.map(\.name) ?? []
    }

    /// Every machine of the environment typed, or of all where none is.
    func machines() -> [String] {
        (try? declared()?.machines(in: value(of: "--env"), named: []).map(\.name)) ?? []
    }

    /// The managed accounts of the environment and the role typed.
    func accounts() -> [String] {
        guard let roster = roster(), let name = value(of: "--env"),
            let environment = roster.inventory.environment(named: name),
            let role = value(of: "--role").flatMap({ KeysRender.Role(rawValue: $0) })
        else { return [] }
        return (try? KeysRender.accounts(roster, environment, role, host: nil))?.map(\.user) ?? []
    }

    private func roster() -> DeclaredRoster? {
        try? Rooms.current.roster(value(of: "--config") ?? ProcessEnvironment.read()["LEVELS_CONFIG"])
    }

    private func declared() -> Inventory? {
        try? Rooms.current.declared(value(of: "--config") ?? ProcessEnvironment.read()["LEVELS_CONFIG"]).inventory
    }

    private func value(of option: String) -> String? {
        for (index, word) in words.enumerated() {
            if word == option, index + 1 < words.count, !words[index + 1].hasPrefix("-") { return words[index + 1] }
            if word.hasPrefix(option + "=") { return String(word.dropFirst(option.count + 1)) }
        }
        return nil
    }
}
