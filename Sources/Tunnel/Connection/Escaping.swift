package import Inventory
package import SSH

/// Text of a server's, made fit for a terminal.
func escaped(_ text: String) -> String { escapedForTerminal(text, limit: 512) }

extension IdentityError {
    /// How a command ends over it: a file that is wrong is bad data, anything else means that we may not in.
    package var exit: ExitStatus {
        switch self {
        case .missing, .unreadable, .notRegular, .tooLarge, .readableByOthers, .notPrivateKey, .malformed,
            .unsupportedKey, .weakRSA, .unsupportedCipher, .tooManyRounds, .noPublicHalf, .publicHalfDiffers:
            .badData
        case .needsToken, .securityKey, .passphrase, .wrongPassphrase, .wrongAlgorithm, .signingFailed, .notInAgent,
            .noIdentities, .cancelled:
            .refused
        case .agent: .refused
        }
    }
}
