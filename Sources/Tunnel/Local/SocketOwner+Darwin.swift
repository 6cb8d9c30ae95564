#if canImport(Darwin)
    import Darwin

    /// Looks through the descriptors of our own processes, by libproc(3), for the connecting socket: if none of them
    /// holds it, it is not ours. Compiled for macOS and not run there yet.
    struct KernelSocketOwner: SocketOwnerLookup {
        func owner(client: IPv4Endpoint, listener: IPv4Endpoint) throws(SocketOwnerFailure) -> SocketOwner {
            let me = getuid()
            for pid in processes(of: me) where holds(pid, client: client, listener: listener) { return .user(me) }
            return .nobody
        }

        private func processes(of user: uid_t) -> [pid_t] {
            let size = proc_listpids(UInt32(PROC_UID_ONLY), user, nil, 0)
            guard size > 0 else { return [] }
            var pids = [pid_t](repeating: 0, count: Int(size) / MemoryLayout<pid_t>.stride + 64)
            let filled = proc_listpids(
                UInt32(PROC_UID_ONLY), user, &pids, Int32(pids.count * MemoryLayout<pid_t>.stride))
            return Array(pids.prefix(max(0, Int(filled)) / MemoryLayout<pid_t>.stride)).filter { $0 > 0 }
        }

        private func holds(_ pid: pid_t, client: IPv4Endpoint, listener: IPv4Endpoint) -> Bool {
            let size = proc_pidinfo(pid, PROC_PIDLISTFDS, 0, nil, 0)
            guard size > 0 else { return false }
            let stride = MemoryLayout<proc_fdinfo>.stride
            var descriptors = [proc_fdinfo](repeating: proc_fdinfo(), count: Int(size) / stride + 16)
            let filled = proc_pidinfo(pid, PROC_PIDLISTFDS, 0, &descriptors, Int32(descriptors.count * stride))
            for descriptor in descriptors.prefix(max(0, Int(filled)) / stride)
            where descriptor.proc_fdtype == UInt32(PROX_FDTYPE_SOCKET) {
                var info = socket_fdinfo()
                let size = Int32(MemoryLayout<socket_fdinfo>.size)
                guard proc_pidfdinfo(pid, descriptor.proc_fd, PROC_PIDFDSOCKETINFO, &info, size) == size,
                    info.psi.soi_kind == SOCKINFO_TCP
                else { continue }
                let ends = info.psi.soi_proto.pri_tcp.tcpsi_ini
                if UInt16(truncatingIfNeeded: ends.insi_lport).byteSwapped == client.port,
                    UInt16(truncatingIfNeeded: ends.insi_fport).byteSwapped == listener.port
                {
                    return true
                }
            }
            return false
        }
    }
#endif
