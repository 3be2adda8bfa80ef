public import Caching

/// How stored answers are found by meaning; whether, for whom and by which thresholds stands in ``CachePolicies``.
public struct SemanticConfiguration: Sendable, Hashable {
    /// What turns questions into vectors.
    public enum Embedder: Sendable, Hashable {
        /// The one in the binary.
        case builtin
        /// An embedding model: a public name, or `provider/model`.
        case model(String)
    }

    /// A model that is asked whether two questions are the same.
    public struct SecondCheck: Sendable, Hashable {
        /// The model: a public name, or `provider/model`.
        public let model: String
        /// How long its answer is waited for.
        public let timeout: Duration

        /// Puts the settings together in code; nothing is checked.
        public init(model: String, timeout: Duration = .seconds(2)) {
            self.model = model
            self.timeout = timeout
        }
    }

    /// What turns questions into vectors.
    public let embedder: Embedder
    /// How many components an embedding model is asked for; `nil` for as many as it gives.
    public let dimensions: Int?
    /// How long an embedding model is waited for.
    public let timeout: Duration
    /// How many questions are kept, and in how many bytes.
    public let limits: SemanticMemory.Limits
    /// A model that is asked, too; `nil` for none.
    public let secondCheck: SecondCheck?

    /// Puts the settings together in code; nothing is checked. The defaults are those of the document.
    public init(
        embedder: Embedder = .builtin,
        dimensions: Int? = nil,
        timeout: Duration = .milliseconds(500),
        limits: SemanticMemory.Limits = SemanticMemory.Limits(),
        secondCheck: SecondCheck? = nil
    ) {
        self.embedder = embedder
        self.dimensions = dimensions
        self.timeout = timeout
        self.limits = limits
        self.secondCheck = secondCheck
    }
}
