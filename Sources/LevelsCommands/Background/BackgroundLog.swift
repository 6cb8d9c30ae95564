import Inventory
import Journal

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What a background process has to say: lines that are added, in a file that is ours alone. One that has grown is put
/// aside, and replaces the one that was put aside before.
enum BackgroundLog {
    private static let largest = 1 << 20

    /// One that is being written may have grown since it was opened.
    static let mostRead = 64 << 20

    static func all() throws(CommandFailure) -> [String] {
        let folder = try folder(ProcessEnvironment.read())
        return FolderListing.names(in: folder).filter { $0.hasPrefix("background-") && $0.hasSuffix(".log") }
            .sorted().map { "\(folder)/\($0)" }
    }

    private static func folder(_ environment: [String: String]) throws(CommandFailure) -> String {
        do throws(JournalError) { return try JournalFolder(environment: environment).path } catch {
            throw .journal(error)
        }
    }

    static func open(_ place: BackgroundPlace, _ environment: [String: String]) throws(CommandFailure) -> Int32 {
        let path = try folder(environment) + "/background-\(place.name).log"
        var status = stat()
        if lstat(path, &status) == 0, status.st_size > largest { rename(path, path + ".1") }
        if let slash = path.lastIndex(of: "/") { makeFolders(String(path[..<slash])) }
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW
        #if canImport(Darwin)
            let descriptor = Darwin.open(path, flags, 0o600)
        #else
            let descriptor = Glibc.open(path, flags, 0o600)
        #endif
        guard descriptor >= 0 else {
            throw .configuration(
                "cannot write \(Escaped.text(path)): \(String(cString: strerror(errno)))",
                hint: "make room there, or set XDG_STATE_HOME to another folder")
        }
        return descriptor
    }

    private static func makeFolders(_ path: String) {
        var folder = ""
        for part in path.split(separator: "/") {
            folder += "/" + part
            // What cannot be made is told when the file in it cannot.
            mkdir(folder, 0o700)
        }
    }
}
