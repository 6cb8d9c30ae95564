import CLibFuzzer

/// Hands the command line to libFuzzer, which calls `body` with one input after the other, and never returns.
///
/// libFuzzer's own `main` is not used: SwiftPM gives `main` of an executable another name, and wants one to be there.
public func fuzz(_ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt) {
    var count = CommandLine.argc
    var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    _ = LLVMFuzzerRunDriver(&count, &words, body)
}

/// What libFuzzer's `main` would call, were it called: it is linked all the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func nothing(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt { 0 }
