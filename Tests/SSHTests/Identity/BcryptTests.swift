import Testing

@testable import SSH

@Suite struct BcryptTests {
    /// The first and last words of Blowfish's tables, as published.
    @Test func piHasItsDigits() {
        let digits = Blowfish.initial
        #expect(digits.count == 1042)
        #expect(Array(digits.prefix(4)) == [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344])
        #expect(digits[18] == 0xd131_0ba6)
        #expect(digits.last == 0x3ac3_72e6)
    }

    @Test func whatItIsNotDefinedForGivesNothing() {
        #expect(BcryptPBKDF.derive(passphrase: Secret(""), salt: [1], rounds: 1, count: 32) == nil)
        #expect(BcryptPBKDF.derive(passphrase: Secret("x"), salt: [], rounds: 1, count: 32) == nil)
        #expect(BcryptPBKDF.derive(passphrase: Secret("x"), salt: [1], rounds: 0, count: 32) == nil)
        #expect(BcryptPBKDF.derive(passphrase: Secret("x"), salt: [1], rounds: 1, count: 0) == nil)
        #expect(BcryptPBKDF.derive(passphrase: Secret("x"), salt: [1], rounds: 1, count: 1025) == nil)
    }
}
