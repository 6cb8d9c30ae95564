internal import COpenSSL

/// Overwriting memory in a way that the compiler cannot leave out.
public enum Wiping {
    public static func cleanse(_ bytes: UnsafeMutableRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        OPENSSL_cleanse(start, bytes.count)
    }
}
