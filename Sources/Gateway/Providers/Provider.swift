import ModelAPI
import NIOCore
import Settings
import Upstream

/// One provider, prepared: everything that can be computed from the configuration is computed here, once.
final class Provider: Sendable {
    /// Its name in the configuration.
    let name: String
    /// What it is called where its type is known by name.
    let type: String
    /// The dialect it speaks.
    let dialect: any Dialect
    /// How it is asked for vectors; `nil` where it has none.
    let embeddings: (any EmbeddingDialect)?
    /// Whether it is the dialect's own vendor.
    let isVendor: Bool
    /// Whether it takes what is put into prompts for its own cache.
    let takesPromptCache: Bool
    /// Where it is reached.
    let endpoint: UpstreamEndpoint
    /// Its credentials, each with the header fields of every request that uses it; never empty.
    let credentials: [Credential]
    private let prefix: String
    private let isCohere: Bool

    /// One of a provider's credentials.
    struct Credential: Sendable {
        /// Its name in the configuration; `nil` for a provider that asks for none.
        var name: String?
        /// The credential and the other fields that never change.
        var headers: HeaderBlock
    }

    /// Prepares a provider; reads certificate files.
    /// - Parameters:
    ///   - configuration: the provider's section.
    ///   - baseURL: where it is reached; for a simulated one, where it was started.
    ///   - proxies: what the environment says of proxies.
    ///   - endpoints: gives the endpoint of the configuration before where it is the same.
    init(
        _ configuration: ProviderConfiguration,
        baseURL: BaseURL,
        proxies: ProxySettings,
        endpoints: inout EndpointBook
    ) throws(UpstreamError) {
        name = configuration.name
        type = configuration.type.rawValue
        let dialect: DialectID =
            switch configuration.dialect {
            // Cohere's conversations are asked for by its compatible API.
            case .openai, .cohere: .openAIChat
            case .anthropic: .anthropicMessages
            case .gemini: .gemini
            }
        self.dialect = Dialects.dialect(dialect)
        isCohere = configuration.dialect == .cohere
        embeddings =
            isCohere
            ? CohereEmbeddings(purpose: EmbeddingRequest.Purpose(configuration.inputType.rawValue))
            : self.dialect.embeddings
        isVendor = configuration.type != .openaiCompatible && !isCohere
        takesPromptCache = configuration.takesPromptCache && !isCohere
        prefix = baseURL.pathPrefix
        let origin = try UpstreamOrigin(
            scheme: baseURL.scheme == .https ? .https : .http,
            host: baseURL.host,
            port: baseURL.port
        )
        let proxy: UpstreamProxy? =
            switch configuration.proxy {
            case .environment: proxies.proxy(for: origin)
            case .direct: nil
            case .proxy(let url): try UpstreamProxy(configuration: url)
            }
        var tls = UpstreamTLS(additionalAuthoritiesFile: configuration.tls.ca)
        tls.clientCertificate = configuration.tls.identity.map {
            UpstreamTLS.ClientCertificate(chainFile: $0.certificate, keyFile: $0.key)
        }
        var limits = UpstreamLimits()
        limits.maxConnectionsPerLoop = configuration.maxConnections
        limits.maxWaitingPerLoop = configuration.maxWaiting
        endpoint = try endpoints.endpoint(of: name, origin: origin, tls: tls, proxy: proxy, limits: limits)
        var credentials: [Credential] = []
        for credential in configuration.credentials {
            let fields = Self.fields(configuration, credential.value, dialect: dialect)
            credentials.append(Credential(name: credential.name, headers: try HeaderBlock(fields)))
        }
        if credentials.isEmpty {
            let fields = Self.fields(configuration, nil, dialect: dialect)
            credentials.append(Credential(name: nil, headers: try HeaderBlock(fields)))
        }
        self.credentials = credentials
    }

    private static func fields(
        _ configuration: ProviderConfiguration,
        _ credential: Secret?,
        dialect: DialectID
    ) -> [(String, String)] {
        var fields = [("content-type", "application/json"), ("accept", "*/*"), ("user-agent", "kanmon")]
        let own = configuration.headers.map { ($0.name, $0.value.reveal()) }
        if let key = credential?.reveal() {
            switch dialect {
            case .openAIChat: fields.append(("authorization", "Bearer \(key)"))
            case .anthropicMessages: fields.append(("x-api-key", key))
            case .gemini: fields.append(("x-goog-api-key", key))
            }
        }
        // The operator's own fields win over ours.
        return fields.filter { field in !own.contains { $0.0 == field.0 } } + own
    }

    /// What of a target changes what is written for it.
    func profile(model: String) -> TargetProfile { TargetProfile(model: model, isVendor: isVendor) }

    // MARK: - Paths

    /// The path that a model's next turn is asked of.
    func chatPath(model: String, stream: Bool) -> String {
        switch dialect.id {
        case .openAIChat: prefix + (isCohere ? "/compatibility/v1/chat/completions" : "/chat/completions")
        case .anthropicMessages: prefix + "/v1/messages"
        case .gemini:
            prefix + "/v1beta/models/" + Self.escaped(model)
                + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent")
        }
    }

    /// The path that the list of models is asked of.
    var listPath: String {
        switch dialect.id {
        case .openAIChat: prefix + (isCohere ? "/v1/models" : "/models")
        case .anthropicMessages: prefix + "/v1/models"
        case .gemini: prefix + "/v1beta/models"
        }
    }

    /// The path that vectors are asked of.
    func embeddingPath(model: String) -> String {
        switch dialect.id {
        case .openAIChat: prefix + (isCohere ? "/v2/embed" : "/embeddings")
        // Never asked: it has none.
        case .anthropicMessages: prefix + "/v1/embeddings"
        case .gemini: prefix + "/v1beta/models/" + Self.escaped(model) + ":batchEmbedContents"
        }
    }

    /// The path that counts a prompt's tokens.
    func countPath(model: String) -> String {
        switch dialect.id {
        case .openAIChat: prefix + "/chat/completions"
        case .anthropicMessages: prefix + "/v1/messages/count_tokens"
        case .gemini: prefix + "/v1beta/models/" + Self.escaped(model) + ":countTokens"
        }
    }

    /// A model's name as a part of a path: whatever is not plain is percent-encoded, so that a caller's name can never
    /// reach another path or add a query.
    private static func escaped(_ model: String) -> String {
        if model.utf8.allSatisfy(isPlain) { return model }
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = model.utf8.flatMap { byte -> [UInt8] in
            isPlain(byte) ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// RFC 3986 §2.3
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

extension UpstreamProxy {
    init(configuration: ProxyURL) throws(UpstreamError) {
        self.init(
            origin: try UpstreamOrigin(scheme: .http, host: configuration.host, port: configuration.port),
            user: configuration.username,
            password: configuration.password?.reveal() ?? ""
        )
    }
}
