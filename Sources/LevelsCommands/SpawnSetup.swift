#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What posix_spawn(3) is to do beside starting a program, for the time of a call. The types differ between systems; here is
/// where that ends.
struct SpawnSetup {
    #if canImport(Darwin)
        typealias Attributes = posix_spawnattr_t?
        typealias Actions = posix_spawn_file_actions_t?
        static let newSession = Int32(POSIX_SPAWN_SETSID)
    #else
        typealias Attributes = posix_spawnattr_t
        typealias Actions = posix_spawn_file_actions_t
        /// <spawn.h> of glibc has it, behind a feature macro that the module map does not set.
        static let newSession: Int32 = 0x80
    #endif

    static func with<Value>(_ body: (inout Attributes, inout Actions) -> Value) -> Value {
        #if canImport(Darwin)
            var attributes: Attributes = nil
            var actions: Actions = nil
        #else
            var attributes = Attributes()
            var actions = Actions()
        #endif
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        return body(&attributes, &actions)
    }
}
