#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What it was measured on: a figure without it means nothing.
public struct BenchMachine: Encodable, Sendable {
    public let processor: String
    public let cores: Int
    public let system: String
    public let kernel: String
    public let levelsSSH: String
    public let openSSH: String

    var text: String {
        "\(cores) cores (\(processor)), \(system), \(kernel); \(levelsSSH), \(openSSH)"
    }

    static func now(levelsSSH: String) async throws(LabFailure) -> BenchMachine {
        let ssh = try Programs.find("ssh", install: "apt-get install openssh-client")
        var names = utsname()
        uname(&names)
        return BenchMachine(
            processor: processorName(), cores: Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), system: systemName(),
            kernel: "\(text(&names.sysname)) \(text(&names.release))",
            levelsSSH: firstLine(try await Command.run([levelsSSH, "--version"])),
            // It says so on stderr.
            openSSH: firstLine(try await Command.run(["/bin/sh", "-c", "exec \"$0\" -V 2>&1", ssh])))
    }

    private static func firstLine(_ text: String) -> String {
        Escaped.line(text.split(separator: "\n").first.map(String.init) ?? "of an unknown version")
    }

    private static func text<Characters>(_ characters: inout Characters) -> String {
        withUnsafeBytes(of: &characters) { Escaped.line(String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)) }
    }

    #if canImport(Darwin)
        private static func processorName() -> String { control("machdep.cpu.brand_string") ?? "unknown" }
        private static func systemName() -> String { "macOS \(control("kern.osproductversion") ?? "")" }

        private static func control(_ name: String) -> String? {
            var buffer = [UInt8](repeating: 0, count: 256)
            var size = buffer.count
            guard sysctlbyname(name, &buffer, &size, nil, 0) == 0 else { return nil }
            return Escaped.line(String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self))
        }
    #else
        private static func processorName() -> String { value(of: "model name", separator: ":", in: "/proc/cpuinfo") }
        private static func systemName() -> String { value(of: "PRETTY_NAME", separator: "=", in: "/etc/os-release") }

        private static func value(of name: String, separator: Character, in path: String) -> String {
            for line in (Disk.text(path) ?? "").split(separator: "\n") {
                let parts = line.split(separator: separator, maxSplits: 1)
                guard parts.count == 2, parts[0].split(whereSeparator: \.isWhitespace).joined(separator: " ") == name
                else {
                    continue
                }
                let words = parts[1].filter { $0 != "\"" }.split(whereSeparator: \.isWhitespace)
                return Escaped.line(words.joined(separator: " "))
            }
            return "unknown"
        }
    #endif
}
