import COpenSSL
import LevelsLab
import Testing

@testable import SSH

/// AES-128-CTR as libssh2 asks for it, against OpenSSL's own.
@Suite("keystream")
struct KeystreamTests {
    init() throws {
        try #require(KeystreamProvider.isInUse)
    }

    @Test("whoever asks for AES-128-CTR by no provider's name is given ours, and for anything else OpenSSL's")
    func isAskedFor() throws {
        #expect(try provider(of: "AES-128-CTR") == "levels-keystream")
        for name in ["AES-192-CTR", "AES-256-CTR", "AES-128-CBC", "AES-128-GCM"] {
            #expect(try provider(of: name) == "default")
        }
    }

    @Test("what comes out is what comes out of OpenSSL's own, however it is cut, and the other way round")
    func agrees() throws {
        var generator = SeededGenerator(seed: 4344)
        for _ in 0..<200 {
            let key = bytes(16, &generator)
            let counter = bytes(16, &generator)
            let text = bytes(Int.random(in: 0...20_000, using: &generator), &generator)
            let size = [1, 8, 15, 16, 17, 32, 4096].randomElement(using: &generator) ?? 16
            let expected = try pass(text, key, counter, asked: "provider=default", inPiecesOf: text.count)
            #expect(try pass(text, key, counter, asked: nil, inPiecesOf: size) == expected)
            #expect(try pass(expected, key, counter, asked: nil, inPiecesOf: 16) == text)
        }
    }

    @Test("the counter carries over all of its 128 bits")
    func counterCarries() throws {
        let key = [UInt8](repeating: 9, count: 16)
        let counter = [UInt8](repeating: 0xff, count: 16)
        let text = [UInt8](repeating: 0, count: 10_000)
        #expect(
            try pass(text, key, counter, asked: nil, inPiecesOf: 16)
                == pass(text, key, counter, asked: "provider=default", inPiecesOf: 10_000))
    }

    @Test("a new counter for the same key starts over, whatever was made ahead")
    func startsOver() throws {
        let context = try #require(EVP_CIPHER_CTX_new())
        defer { EVP_CIPHER_CTX_free(context) }
        let key = [UInt8](repeating: 1, count: 16)
        let counter = [UInt8](repeating: 2, count: 16)
        var block = [UInt8](repeating: 0, count: 16)
        #expect(EVP_CipherInit(context, EVP_aes_128_ctr(), key, counter, 1) == 1)
        #expect(EVP_Cipher(context, &block, block, 16) == 16)
        let first = block
        #expect(EVP_CipherInit(context, nil, nil, counter, 1) == 1)
        var again = [UInt8](repeating: 0, count: 16)
        #expect(EVP_Cipher(context, &again, again, 16) == 16)
        #expect(again == first)
    }

    @Test("a copy goes on from where it was made, without padding as with")
    func copyGoesOn() throws {
        let key = [UInt8](repeating: 3, count: 16)
        let context = try #require(EVP_CIPHER_CTX_new())
        defer { EVP_CIPHER_CTX_free(context) }
        let copy = try #require(EVP_CIPHER_CTX_new())
        defer { EVP_CIPHER_CTX_free(copy) }
        #expect(EVP_DecryptInit_ex(context, EVP_aes_128_ctr(), nil, key, key) == 1)
        #expect(EVP_CIPHER_CTX_set_padding(context, 0) == 1)
        var made: Int32 = 0
        var output = [UInt8](repeating: 0, count: 5000)
        #expect(EVP_DecryptUpdate(context, &output, &made, [UInt8](repeating: 0, count: 4999), 4999) == 1)
        #expect(made == 4999)
        #expect(EVP_CIPHER_CTX_copy(copy, context) == 1)
        var other = output
        #expect(EVP_DecryptUpdate(context, &output, &made, [UInt8](repeating: 0, count: 5000), 5000) == 1)
        #expect(EVP_DecryptUpdate(copy, &other, &made, [UInt8](repeating: 0, count: 5000), 5000) == 1)
        #expect(output == other)
        #expect(EVP_DecryptFinal_ex(copy, &other, &made) == 1)
        #expect(made == 0)
    }

    private func provider(of name: String) throws -> String {
        let cipher = try #require(EVP_CIPHER_fetch(nil, name, nil))
        defer { EVP_CIPHER_free(cipher) }
        return String(cString: try #require(OSSL_PROVIDER_get0_name(EVP_CIPHER_get0_provider(cipher))))
    }

    private func pass(
        _ text: [UInt8], _ key: [UInt8], _ counter: [UInt8], asked: String?, inPiecesOf size: Int
    ) throws -> [UInt8] {
        let context = try #require(EVP_CIPHER_CTX_new())
        defer { EVP_CIPHER_CTX_free(context) }
        let cipher = try #require(EVP_CIPHER_fetch(nil, "AES-128-CTR", asked))
        defer { EVP_CIPHER_free(cipher) }
        #expect(EVP_CipherInit_ex2(context, cipher, key, counter, 1, nil) == 1)
        var output: [UInt8] = []
        for start in stride(from: 0, to: text.count, by: max(1, size)) {
            let piece = Array(text[start..<min(text.count, start + size)])
            var made = [UInt8](repeating: 0, count: piece.count)
            #expect(EVP_Cipher(context, &made, piece, UInt32(piece.count)) == Int32(piece.count))
            output += made
        }
        return output
    }

    private func bytes(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}
