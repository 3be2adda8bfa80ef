public import Governance

/// One provider: where it is, how it is spoken to, and the limits towards it.
public struct ProviderConfiguration: Sendable, Hashable {
    /// The name by which targets and callers address it (`name/model`).
    public let name: String
    /// What kind of provider it is.
    public let type: ProviderType
    /// Where its answers come from.
    public let endpoint: ProviderEndpoint
    /// The credentials in the order of the document; empty for providers that ask for none.
    public let credentials: [CredentialConfiguration]
    /// Where it processes requests, for targets that do not say themselves; nil where nothing is said.
    public let region: String?
    /// How it is asked whether it is well; nil for not at all.
    public let healthCheck: HealthCheckConfiguration?
    /// Header fields that are added to every request, in the order of the document.
    public let headers: [HeaderField]
    /// The proxy on the way to it.
    public let proxy: ProxySetting
    /// TLS settings beyond the system's.
    public let tls: ProviderTLS
    /// The most connections each event loop opens to it.
    public let maxConnections: Int
    /// The most requests that wait for a connection on each event loop; more are refused.
    public let maxWaiting: Int
    /// Whether it takes what is put into prompts for its own cache; nil goes by its type and address.
    public let promptCache: Bool?
    /// How much may be spent there, by all callers together.
    public let budgets: [BudgetPolicy]
    /// What texts are taken to be for where a request for embeddings does not say; only Cohere asks.
    public let inputType: EmbeddingInputType
    /// Models of its own that the lists of models show, the smallest one last. All others can be asked for as well.
    public let listedModels: [String]

    /// Puts a provider together in code; nothing is checked. The defaults are those of the document.
    /// - Parameters:
    ///   - apiKey: short for a first credential with the standard name.
    ///   - credentials: further credentials, or all of them.
    public init(
        name: String,
        type: ProviderType,
        endpoint: ProviderEndpoint,
        apiKey: Secret? = nil,
        credentials: [CredentialConfiguration] = [],
        region: String? = nil,
        healthCheck: HealthCheckConfiguration? = nil,
        headers: [HeaderField] = [],
        proxy: ProxySetting = .environment,
        tls: ProviderTLS = ProviderTLS(),
        maxConnections: Int = 1024,
        maxWaiting: Int = 1024,
        promptCache: Bool? = nil,
        budgets: [BudgetPolicy] = [],
        inputType: EmbeddingInputType = .document,
        listedModels: [String] = []
    ) {
        self.name = name
        self.type = type
        self.endpoint = endpoint
        let first = apiKey.map { CredentialConfiguration(name: CredentialConfiguration.standardName(at: 0), value: $0) }
        self.credentials = (first.map { [$0] } ?? []) + credentials
        self.region = region
        self.healthCheck = healthCheck
        self.headers = headers
        self.proxy = proxy
        self.tls = tls
        self.maxConnections = maxConnections
        self.maxWaiting = maxWaiting
        self.promptCache = promptCache
        self.budgets = budgets
        self.inputType = inputType
        self.listedModels = listedModels
    }

    /// The first credential, which is the only one of most providers; nil where there is none.
    public var apiKey: Secret? { credentials.first?.value }

    /// Whether it takes what is put into prompts for its own cache: Anthropic's API `cache_control`, OpenAI's and Azure's
    /// `prompt_cache_key`. Of the servers that imitate OpenAI's many refuse fields that they do not know.
    public var takesPromptCache: Bool {
        if let promptCache { return promptCache }
        switch type {
        case .openai, .anthropic, .simulated: return true
        case .gemini, .cohere: return false
        case .openaiCompatible:
            guard case .remote(let url) = endpoint else { return false }
            return [".openai.azure.com", ".services.ai.azure.com"].contains { url.host.hasSuffix($0) }
        }
    }

    /// The wire format the provider speaks.
    public var dialect: ProviderDialect {
        if case .simulated(let simulated) = endpoint { return simulated.speaks }
        return switch type {
        case .openai, .openaiCompatible, .simulated: .openai
        case .anthropic: .anthropic
        case .gemini: .gemini
        case .cohere: .cohere
        }
    }
}
