/// Why a text is not the URL that was asked for. The description never repeats the text, which may hold a password.
public enum InvalidURL: String, Error, Hashable, Sendable, CustomStringConvertible {
    /// A space, a control character or a character outside ASCII.
    case invalidCharacter = "invalid_character"
    /// No `scheme://` at the start.
    case notAbsolute = "not_absolute"
    /// A scheme that does not fit.
    case unsupportedScheme = "unsupported_scheme"
    /// `user:password@`.
    case userInformation = "user_information"
    /// A host or a port that is not well-formed.
    case invalidHost = "invalid_host"
    /// A path that is not well-formed, or one where none is allowed.
    case invalidPath = "invalid_path"
    /// A `?query`.
    case query
    /// A `#fragment`.
    case fragment

    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .invalidCharacter: "it has a character that no URL has: a space, a control character or one outside ASCII"
        case .notAbsolute: "it does not start with a scheme and \"://\""
        case .unsupportedScheme: "its scheme does not fit"
        case .userInformation: "it holds user information (\"user:password@\")"
        case .invalidHost: "its host or its port is not well-formed"
        case .invalidPath: "its path does not fit"
        case .query: "it has a query (\"?…\")"
        case .fragment: "it has a fragment (\"#…\")"
        }
    }
}
