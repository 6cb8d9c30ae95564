import Files
import Testing

@testable import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A folder of one test's own, and the real programs that the test runs in it.
struct TestFolder {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    let path: String

    /// Makes a folder, and removes it with all that is in it.
    @discardableResult
    static func with<Result>(_ body: (TestFolder) async throws -> Result) async throws -> Result {
        var template = Array("/tmp/levels-test-XXXXXX\0".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failed(description: "no temporary folder") }
        let path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let folder = TestFolder(path: path)
        do {
            let result = try await body(folder)
            try folder.run("rm", "-rf", path)
            return result
        } catch {
            try folder.run("rm", "-rf", path)
            throw error
        }
    }

    func callAsFunction(_ name: String) -> String { path + "/" + name }

    /// Runs a program to its end; its standard output. Throws where it fails.
    @discardableResult
    func run(_ program: String, _ arguments: String...) throws -> String {
        try run(program, arguments)
    }

    @discardableResult
    func run(_ program: String, _ arguments: [String]) throws -> String {
        let child: SpawnedProgram
        do {
            child = try SpawnedProgram(program, arguments: arguments)
        } catch {
            throw Failed(description: "\(program): \(error.reason)")
        }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(child.output, &buffer, buffer.count)
            if count <= 0 { break }
            output += buffer[..<count]
        }
        let status = child.wait()
        let text = String(decoding: output, as: UTF8.self)
        guard status == 0 else { throw Failed(description: "\(program) \(arguments) ended with \(status): \(text)") }
        return text
    }

    @discardableResult
    func shell(_ script: String) throws -> String {
        try run("sh", "-c", "cd '\(path)' && { \(script) ; } 2>&1")
    }

    func write(_ name: String, _ bytes: [UInt8], mode: mode_t = 0o600) throws {
        let file = open(self(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard file >= 0 else { throw Failed(description: "cannot write \(name)") }
        defer { close(file) }
        let written = bytes.withUnsafeBytes { systemWrite(file, $0) }
        guard written == bytes.count else { throw Failed(description: "cannot write all of \(name)") }
    }

    func write(_ name: String, _ text: String, mode: mode_t = 0o600) throws {
        try write(name, Array(text.utf8), mode: mode)
    }

    func bytes(_ name: String) throws -> [UInt8] {
        try BoundedFile.read(self(name), limit: 1 << 24).bytes
    }

    func readText(_ name: String) throws -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }

    private func systemWrite(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
            Darwin.write(file, bytes.baseAddress, bytes.count)
        #else
            Glibc.write(file, bytes.baseAddress, bytes.count)
        #endif
    }

    /// A key made by the real ssh-keygen; what it is called by is its path.
    func key(_ name: String, _ options: [String] = ["-t", "ed25519"], passphrase: String = "") throws -> String {
        try run("ssh-keygen", ["-q", "-N", passphrase, "-C", "comment of \(name)", "-f", self(name)] + options)
        return self(name)
    }

    func publicKey(_ name: String) throws -> PublicKeyBlob {
        try PublicKeyBlob(line: try readText(name + ".pub"))
    }
}
