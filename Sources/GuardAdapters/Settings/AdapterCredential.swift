/// What a service knows the gateway by. It never prints itself.
public enum AdapterCredential: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Nothing.
    case none
    /// A key or a token, sent as the service wants it.
    case token(String)
    /// An access key of Amazon's, with which requests are signed.
    case aws(accessKeyID: String, secretAccessKey: String, sessionToken: String?)

    /// Its kind.
    public var description: String {
        switch self {
        case .none: "no credential"
        case .token: "a token"
        case .aws: "an access key"
        }
    }

    /// Its kind.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
