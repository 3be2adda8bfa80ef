/// What makes a target the same one across reloads of the configuration: its health and latency are kept by this.
public struct TargetID: Hashable, Sendable, CustomStringConvertible {
    /// The provider's name in the configuration.
    public var provider: String
    /// The model's name in the provider's words.
    public var model: String

    /// Creates an id.
    public init(provider: String, model: String) {
        self.provider = provider
        self.model = model
    }

    /// `provider/model`, as the configuration writes it.
    public var description: String { "\(provider)/\(model)" }
}
