import Testing

@testable import Files

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

struct BoundedFileTests {
    @Test(arguments: [(0, true), (9, true), (10, true), (11, false), (100_000, false)])
    func aBoundIsKept(size: Int, isRead: Bool) throws {
        try Folder.with { folder in
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
            try WholeFile.write(bytes, to: folder + "/a")
            if isRead {
                #expect(try BoundedFile.read(folder + "/a", limit: 10).bytes == bytes)
            } else {
                #expect(throws: BoundedFile.Failure.tooLarge(limit: 10)) {
                    try BoundedFile.read(folder + "/a", limit: 10)
                }
            }
            #expect(try BoundedFile.beginning(of: folder + "/a", limit: 10).bytes == Array(bytes.prefix(10)))
        }
    }

    @Test func aPipeIsNoFileAndHoldsNobody() throws {
        try Folder.with { folder in
            #expect(mkfifo(folder + "/pipe", 0o600) == 0)
            for path in [folder + "/pipe", folder, "/dev/null"] {
                #expect(throws: BoundedFile.Failure.notRegular) { try BoundedFile.read(path, limit: 1) }
            }
        }
    }

    @Test func aNameWithAZeroIsNoFile() {
        #expect(throws: BoundedFile.Failure.missing) { try BoundedFile.read("/etc/passwd\0.yaml", limit: 1 << 20) }
    }

    @Test func aRelativeNameStartsFromTheFolder() throws {
        try Folder.with { folder in
            try WholeFile.write([7], to: folder + "/a")
            let descriptor = open(folder, O_RDONLY | O_DIRECTORY)
            defer { close(descriptor) }
            let contents = try BoundedFile.read("a", in: descriptor, limit: 1)
            #expect(contents.bytes == [7] && contents.owner == geteuid())
        }
    }
}
