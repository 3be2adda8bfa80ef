import Governance

/// `providers.*`: one provider.
enum ProviderSection: Section {
    /// A provider before it has its name.
    struct Value: Sendable {
        let configuration: @Sendable (_ name: String) -> ProviderConfiguration
        let budgets: [BudgetSection.Value]
    }

    static let type = Field<ProviderType?>.required(
        "type",
        .choice,
        "The API the provider speaks. `simulated` answers inside Kanmon, without any provider."
    )
    static let apiKey = Field<Secret?>.optional(
        "api_key",
        .secret(),
        "The provider's credential. `openai`, `anthropic`, `gemini` and `cohere` require it or `api_keys`."
    )
    static let apiKeys = Field<[CredentialSection.Value]?>.optional(
        "api_keys",
        .list(of: CredentialSection.element, minimumCount: 1),
        "Several credentials in place of one, used in proportion to their weights. One that is refused or out of quota is "
            + "set aside. A string is short for a mapping with `value` alone."
    )
    static let region = Field<String?>.optional(
        "region",
        .name(.region),
        "Where the provider processes requests, in your own words, such as `eu`; for teams and keys with `regions`."
    )
    static let healthCheck = Field<HealthCheckConfiguration?>.optional(
        "health_check",
        HealthCheckSection.type,
        otherwise: "none",
        "How the provider is asked whether it is well, beside what its answers tell."
    )
    static let baseURL = Field<BaseURL?>.optional(
        "base_url",
        .baseURL,
        otherwise: "the provider's own",
        "Where the provider is, by the convention of the official SDK: with `/v1` for OpenAI's API, without for "
            + "Anthropic's and Cohere's, without `/v1beta` for Gemini's. Required for `openai-compatible`."
    )
    static let headers = Field(
        "headers",
        .map(.header, to: .headerValue),
        default: [],
        "Header fields to add to every request."
    )
    static let proxy = Field<ProxySetting?>.optional(
        "proxy",
        .proxy,
        otherwise: "`HTTPS_PROXY`, `NO_PROXY` and their like",
        "HTTP proxy on the way to the provider, or `none` for none whatever the environment says."
    )
    static let tls = Field<ProviderTLS?>.optional(
        "tls",
        ProviderTLSSection.type,
        otherwise: "the system's trusted roots",
        "TLS towards the provider."
    )
    static let maxConnections = Field(
        "max_connections",
        .integer(1...100_000),
        default: 1024,
        "Most connections that each event loop opens to the provider."
    )
    static let maxWaiting = Field(
        "max_waiting",
        .integer(0...100_000),
        default: 1024,
        "Most requests that wait for a connection on each event loop; further ones are refused."
    )
    static let promptCache = Field<Bool?>.optional(
        "prompt_cache",
        .boolean,
        otherwise: "`true` for `openai`, `anthropic`, `simulated` and Azure's addresses, else `false`",
        "Whether the provider takes what `prompt_caching` puts into prompts: `cache_control` in Anthropic's API, "
            + "`prompt_cache_key` in OpenAI's."
    )
    static let inputType = Field(
        "input_type",
        .choice,
        default: EmbeddingInputType.document,
        "What Cohere is told that texts are for where a request for embeddings has no `input_type` of its own."
    )
    static let speaks = Field(
        "speaks",
        .choice,
        default: ProviderDialect.openai,
        "The API a simulated provider speaks."
    )
    static let timeToFirstToken = Field(
        "time_to_first_token",
        .duration(.zero ... .seconds(600)),
        default: .zero,
        "How long a simulated provider waits before its first token."
    )
    static let tokensPerSecond = Field<Double?>.optional(
        "tokens_per_second",
        .positiveNumber(upTo: 1_000_000),
        otherwise: "all at once",
        "How fast a simulated provider produces tokens."
    )

    static let description = SectionDescription(
        help: "One provider.",
        fields: [
            type.description, apiKey.description, apiKeys.description, baseURL.description, region.description,
            healthCheck.description, headers.description, proxy.description, tls.description,
            maxConnections.description, maxWaiting.description, promptCache.description, inputType.description,
            speaks.description, timeToFirstToken.description, tokensPerSecond.description,
            SharedFields.budgets.description,
        ],
        rules: [
            rule(for: .openai, .anthropic, .gemini, .cohere, alternatives: [apiKey.name, apiKeys.name]),
            rule(for: .openaiCompatible, required: [baseURL.name]),
            rule(for: .gemini, .cohere, forbidden: [promptCache.name]),
            rule(for: .simulated, forbidden: [baseURL.name, headers.name, proxy.name, tls.name]),
            rule(
                for: .openai,
                .openaiCompatible,
                .anthropic,
                .gemini,
                .cohere,
                forbidden: [speaks.name, timeToFirstToken.name, tokensPerSecond.name]
            ),
            rule(
                for: .openai,
                .openaiCompatible,
                .anthropic,
                .gemini,
                .simulated,
                forbidden: [inputType.name]
            ),
        ],
        groups: [SectionGroup(names: [apiKey.name, apiKeys.name])]
    )

    static func read(_ section: SectionReader) -> Value? {
        let type = section[type]
        let baseURL = section[baseURL]
        let simulated = SimulatedProviderConfiguration(
            speaks: section[speaks],
            timeToFirstToken: section[timeToFirstToken],
            tokensPerSecond: section[tokensPerSecond]
        )
        let apiKey = section[apiKey]
        let apiKeys = CredentialSection.configurations(section[apiKeys] ?? [], section.reading)
        let region = section[region]
        let healthCheck = section[healthCheck]
        let headers = headers(section[headers], reading: section.reading)
        let proxy = section[proxy] ?? .environment
        let tls = section[tls] ?? ProviderTLS()
        let maxConnections = section[maxConnections]
        let maxWaiting = section[maxWaiting]
        let promptCache = section[promptCache]
        let inputType = section[inputType]
        let budgets = section[SharedFields.budgets]
        guard let type else { return nil }
        let endpoint: ProviderEndpoint
        if type == .simulated {
            endpoint = .simulated(simulated)
        } else {
            guard let url = baseURL ?? type.defaultBaseURL else { return nil }
            endpoint = .remote(url)
        }
        let configuration: @Sendable (String) -> ProviderConfiguration = { name in
            ProviderConfiguration(
                name: name,
                type: type,
                endpoint: endpoint,
                apiKey: apiKey,
                credentials: apiKeys,
                region: region,
                healthCheck: healthCheck,
                headers: headers,
                proxy: proxy,
                tls: tls,
                maxConnections: maxConnections,
                maxWaiting: maxWaiting,
                promptCache: promptCache,
                budgets: budgets.map(\.policy),
                inputType: inputType
            )
        }
        return Value(configuration: configuration, budgets: budgets)
    }

    private static func rule(
        for types: ProviderType...,
        required: [String] = [],
        alternatives: [String] = [],
        forbidden: [String] = []
    ) -> SectionRule {
        SectionRule(
            field: type.name,
            values: types.map(\.rawValue),
            required: required,
            alternatives: alternatives,
            forbidden: forbidden
        )
    }

    /// Fields that frame the message, route it or belong to a single connection; the gateway writes them itself.
    private static let reservedHeaders: Set<String> = [
        "accept-encoding", "connection", "content-length", "content-type", "expect", "host", "keep-alive",
        "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    /// The fields in small letters; those that the gateway writes itself, and repetitions, are reported.
    static func headers(_ fields: [Named<Secret>], reading: Reading) -> [HeaderField] {
        var seen: Set<String> = []
        return fields.compactMap { field in
            let name = field.name.lowercased()
            if reservedHeaders.contains(name) {
                reading.report(
                    .invalidValue,
                    at: field.position,
                    field.path,
                    "the gateway writes this field itself; not allowed: \(reservedHeaders.sorted().joined(separator: ", "))"
                )
                return nil
            }
            guard seen.insert(name).inserted else {
                reading.report(.duplicate, at: field.position, field.path, "the header field stands twice")
                return nil
            }
            return HeaderField(name: name, value: field.value)
        }
    }
}
