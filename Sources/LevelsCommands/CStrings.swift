#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Strings as posix_spawn(3) wants them: an array of pointers that ends with a null, for the time of a call.
enum CStrings {
    static func with<Value>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Value
    ) -> Value {
        let pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return (pointers + [nil]).withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("an array of one is not empty") }
            return body(base)
        }
    }
}
