/// What a service knows the gateway by. It never prints itself.
public enum AdapterCredential: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Nothing.
    case none
    /// A key or a token, sent as the service wants it.
    case token(String)
    /// An access key of Amazon's, with which requests are signed.
    case aws(accessKeyID: String, secretAccessKey: String, sessionToken: String?)

    /// A credential as it is written: a token; of Bedrock an access key too, as `ID:SECRET` or `ID:SECRET:SESSION`.
    public init(_ text: String, for type: AdapterType) {
        let parts = text.split(separator: ":", maxSplits: 2).map(String.init)
        guard type == .bedrock, parts.count >= 2 else {
            self = .token(text)
            return
        }
        self = .aws(
            accessKeyID: parts[0],
            secretAccessKey: parts[1],
            sessionToken: parts.count > 2 ? parts[2] : nil
        )
    }

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
