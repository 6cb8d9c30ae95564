import Dispatch
import Inventory

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Whether the names of bastions are known here. Those of hosts and databases are looked up beyond, if at all.
struct NameResolution {
    private let names: [String]
    /// Whether there are bastions that need no name.
    private let hasAddresses: Bool

    /// - Parameter hosts: of the bastions' addresses.
    init(_ hosts: [String]) {
        names = hosts.filter { IPAddress($0) == nil }
        hasAddresses = names.count < hosts.count
    }

    func steps() async -> [DoctorStep] {
        guard !names.isEmpty else {
            return [
                DoctorStep(name: "names", verdict: .fine, found: "none to look up: bastions are declared by address")
            ]
        }
        var steps: [DoctorStep] = []
        for name in names {
            let outcome = await Self.lookUp(name)
            let isLast = name == names.last
            switch outcome {
            case .success(let addresses):
                steps.append(
                    DoctorStep(
                        name: "names", verdict: .fine, found: "\(name) is " + addresses.joined(separator: ", ")))
            case .failure(let failure):
                // Another bastion may do.
                let isHopeless = isLast && !hasAddresses && steps.allSatisfy { $0.verdict == .note }
                steps.append(
                    DoctorStep(
                        name: "names", verdict: isHopeless ? .wrong : .note,
                        found: "\(name) does not resolve: \(failure.reason)",
                        advice: ["check the address in levels.yaml, and your DNS; are you on the network you think?"],
                        exit: isHopeless ? ExitStatus.unavailable.rawValue : 0))
            }
        }
        return steps
    }

    private struct Unknown: Error { let reason: String }

    /// On a thread of Dispatch's: getaddrinfo(3) blocks.
    private static func lookUp(_ name: String) async -> Result<[String], Unknown> {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "levels-ssh.names").async { continuation.resume(returning: resolve(name)) }
        }
    }

    private static func resolve(_ name: String) -> Result<[String], Unknown> {
        var hints = addrinfo()
        #if canImport(Darwin)
            hints.ai_socktype = SOCK_STREAM
        #else
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #endif
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(name, nil, &hints, &found)
        guard code == 0 else { return .failure(Unknown(reason: String(cString: gai_strerror(code)))) }
        defer { freeaddrinfo(found) }
        var addresses: [String] = []
        var next = found
        while let entry = next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            if getnameinfo(
                entry.pointee.ai_addr, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
                == 0
            {
                let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
                addresses.append(String(decoding: bytes, as: UTF8.self))
            }
            next = entry.pointee.ai_next
        }
        return .success(addresses)
    }
}
