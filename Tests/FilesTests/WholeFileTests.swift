import Testing

@testable import Files

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

struct WholeFileTests {
    @Test func whatIsWrittenIsRead() throws {
        try Folder.with { folder in
            let path = folder + "/a"
            try WholeFile.write(Array("one".utf8), to: path)
            try WholeFile.write(Array("two, and longer".utf8), to: path)
            #expect(try BoundedFile.read(path, limit: 100).bytes == Array("two, and longer".utf8))
            #expect(try Folder.entries(folder) == ["a"])
        }
    }

    @Test func anOldFileKeepsItsPermissions() throws {
        try Folder.with { folder in
            let path = folder + "/a"
            try WholeFile.write([1], to: path, mode: 0o600)
            #expect(chmod(path, 0o640) == 0)
            try WholeFile.write([2], to: path)
            #expect(try BoundedFile.read(path, limit: 1).mode == 0o640)
        }
    }

    @Test func aLinkIsRefusedAndStays() throws {
        try Folder.with { folder in
            try WholeFile.write([1], to: folder + "/a")
            #expect(symlink("a", folder + "/b") == 0)
            #expect(throws: WholeFile.Failure(path: folder + "/b", reason: "it is a link")) {
                try WholeFile.write([2], to: folder + "/b")
            }
            #expect(try BoundedFile.read(folder + "/a", limit: 1).bytes == [1])
            #expect(throws: BoundedFile.Failure.link) {
                try BoundedFile.read(folder + "/b", followsLinks: false, limit: 1)
            }
        }
    }

    @Test func whatCannotBeRenamedLeavesNothing() throws {
        try Folder.with { folder in
            #expect(mkdir(folder + "/a", 0o700) == 0)
            #expect(throws: WholeFile.Failure.self) { try WholeFile.write([1], to: folder + "/a") }
            #expect(throws: WholeFile.Failure.self) { try WholeFile.write([1], to: folder + "/b/c") }
            let names = try Folder.entries(folder)
            #expect(names == ["a"])
        }
    }

    #if os(Linux)
        @Test(.enabled(if: geteuid() == 0, "a small file system is mounted by root only"))
        func aFullDiskKeepsTheOldFile() throws {
            try Folder.with { folder in
                try #require(mount("none", folder, "tmpfs", 0, "size=64k") == 0)
                defer { umount(folder) }
                try WholeFile.write([1], to: folder + "/a")
                #expect(throws: WholeFile.Failure(path: folder + "/a", reason: "No space left on device")) {
                    try WholeFile.write([UInt8](repeating: 2, count: 1 << 17), to: folder + "/a")
                }
                #expect(try BoundedFile.read(folder + "/a", limit: 1).bytes == [1])
                #expect(try Folder.entries(folder) == ["a"])
            }
        }
    #endif

    @Test func removingTwiceIsNoFailure() throws {
        try Folder.with { folder in
            try WholeFile.write([1], to: folder + "/a")
            try WholeFile.remove(folder + "/a")
            try WholeFile.remove(folder + "/a")
            #expect(throws: BoundedFile.Failure.missing) { try BoundedFile.read(folder + "/a", limit: 1) }
        }
    }
}
