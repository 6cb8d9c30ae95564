/// A VPC on this machine: real SSH servers as bastions and hosts, real databases behind them.
///
/// A lab outlives the process that started it, unless it was started by ``with(_:_:)``.
public struct Lab: Sendable {
    let file: StateFile
    let state: LabState

    /// Starts a lab in a folder of its own, and takes it down whatever happens.
    /// - Throws: ``LabFailure``, or what `body` throws.
    public static func with<Value>(
        _ options: LabOptions = LabOptions(), _ body: (Lab) async throws -> sending Value
    ) async throws -> sending Value {
        var options = options
        if options.folder == nil { options.folder = LabOptions.freshFolder() }
        let lab = try await up(options)
        do {
            let value = try await body(lab)
            try await lab.down()
            return value
        } catch {
            try? await lab.down()
            throw error
        }
    }

    /// Starts a lab, and returns when every server of it answers. What fails, or is cancelled, is taken down again.
    public static func up(_ options: LabOptions = LabOptions()) async throws(LabFailure) -> Lab {
        let builder = try LabBuilder(options)
        try builder.begin()
        do throws(LabFailure) {
            let state = try await builder.build()
            // What is cancelled last of all may have had nothing left to wait for.
            guard !Task.isCancelled else { throw .interrupted }
            return Lab(file: builder.file, state: state)
        } catch {
            let file = builder.file
            let progress = options.progress
            // A task of its own: ours may have been cancelled, and taking down awaits things.
            await Task {
                do throws(LabFailure) { try await Teardown(file: file).run() } catch {
                    progress("not all of it could be taken down: \(error)")
                }
            }.value
            throw error
        }
    }

    /// The lab that is up in `folder`, or half up.
    public static func open(_ folder: String? = nil) throws(LabFailure) -> Lab {
        let file = StateFile(folder: try LabFolder.absolute(folder ?? LabOptions.defaultFolder()))
        return Lab(file: file, state: try file.read())
    }

    /// Ends every process of the lab and removes everything that was made for it; nothing to do is not an error.
    public func down() async throws(LabFailure) {
        let file = file
        let result = await Task { () -> Result<Void, LabFailure> in
            do throws(LabFailure) {
                try await Teardown(file: file).run()
                return .success(())
            } catch { return .failure(error) }
        }.value
        try result.get()
    }

    /// The server of that name.
    public func server(_ name: String) throws(LabFailure) -> LabServer {
        guard let server = servers.first(where: { $0.name == name }) else {
            throw .noSuchServer(name, known: servers.map(\.name))
        }
        return server
    }
}
