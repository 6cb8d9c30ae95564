@testable import SSH

extension TestFolder {
    /// Has the real ssh-keygen verify what an identity signs: the signature is packed as `ssh-keygen -Y sign` packs it
    /// (OpenSSH's PROTOCOL.sshsig), which signs a blob of ours like any other.
    func verify(_ identity: Identity, with algorithm: SignatureAlgorithm? = nil) async throws {
        var signed = WireWriter()
        signed.raw("SSHSIG".utf8)
        signed.string("test")
        signed.string("")
        signed.string("sha512")
        signed.string(Digest.sha512(Array("message".utf8)))
        let signature = try await identity.sign(signed.bytes, with: algorithm)
        var packed = WireWriter()
        packed.raw("SSHSIG".utf8)
        packed.uint32(1)
        packed.string(identity.publicKey.bytes)
        packed.string("test")
        packed.string("")
        packed.string("sha512")
        packed.string(signature.blob)
        try write("message", "message")
        try write("allowed", "me \(identity.publicKey.line)\n")
        try write(
            "message.sig",
            "-----BEGIN SSH SIGNATURE-----\n\(Base64.encode(packed.bytes))\n-----END SSH SIGNATURE-----\n")
        try shell("ssh-keygen -Y verify -f allowed -I me -n test -s message.sig < message")
    }
}
