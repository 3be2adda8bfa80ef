/// A provider's model, written `provider/model`.
public struct ModelTarget: Sendable, Hashable, CustomStringConvertible {
    /// The provider's name.
    public let provider: String
    /// The model's name as the provider knows it; it may contain slashes.
    public let model: String

    /// Puts a target together in code; nothing is checked.
    public init(provider: String, model: String) {
        self.provider = provider
        self.model = model
    }

    /// Reads `provider/model`, splitting at the first slash.
    /// - Returns: nil if there is no slash or nothing on one side of it.
    public init?(_ text: String) {
        guard let slash = text.firstIndex(of: "/") else { return nil }
        provider = String(text[..<slash])
        model = String(text[text.index(after: slash)...])
        if provider.isEmpty || model.isEmpty { return nil }
    }

    /// The target as a document writes it.
    public var description: String { "\(provider)/\(model)" }
}
