#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Our environment variables (environ(7)), without starting Foundation for them.
package enum ProcessEnvironment {
    package static func read() -> [String: String] {
        var variables: [String: String] = [:]
        #if canImport(Darwin)
            var next: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = _NSGetEnviron().pointee
        #else
            var next: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = environ
        #endif
        while let entry = next?.pointee {
            let line = String(cString: entry)
            if let equals = line.firstIndex(of: "=") {
                variables[String(line[..<equals])] = String(line[line.index(after: equals)...])
            }
            next = next?.successor()
        }
        return variables
    }
}
