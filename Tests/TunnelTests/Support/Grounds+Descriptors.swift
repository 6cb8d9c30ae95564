@testable import LevelsLab

extension Grounds {
    /// How many descriptors the lab's servers have open, those that serve a connection included: proc(5).
    var serverDescriptors: Int {
        let table = ProcessTable.now()
        let roots = (try? lab.file.read().servers.compactMap(\.process)) ?? []
        return roots.flatMap { table.tree(of: $0) }
            .reduce(0) { $0 + (Disk.entries("/proc/\($1.pid)/fd")?.count ?? 0) }
    }
}
