/// What passwords must be like: long, and not the user's name. No rules of composition (NIST SP 800-63B §3.1.1.2).
public enum PasswordRules {
    /// The fewest characters.
    public static let leastCharacters = 12
    /// The most bytes in UTF-8, so that hashing them costs nothing worth an attack.
    public static let mostBytes = 1024

    /// What is wrong with a password.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case tooShort
        case tooLong
        /// It consists of few different characters, or is the user's name written out.
        case tooSimple

        /// What is allowed.
        public var description: String {
            switch self {
            case .tooShort: "A password must have at least \(PasswordRules.leastCharacters) characters."
            case .tooLong: "A password must have at most \(PasswordRules.mostBytes) bytes in UTF-8."
            case .tooSimple:
                "A password must have at least 5 different characters and must not contain the user's name."
            }
        }
    }

    /// Checks a password that somebody wants to have.
    /// - Parameters:
    ///   - password: the password.
    ///   - user: the name that the user signs in with.
    /// - Throws: ``Problem``.
    public static func check(_ password: SecretText, user: String) throws(Problem) {
        let text = password.reveal()
        guard text.utf8.count <= mostBytes else { throw .tooLong }
        guard text.unicodeScalars.count >= leastCharacters else { throw .tooShort }
        guard Set(text.unicodeScalars).count >= 5 else { throw .tooSimple }
        if user.utf8.count >= 4, text.lowercased().contains(user.lowercased()) { throw .tooSimple }
    }
}
