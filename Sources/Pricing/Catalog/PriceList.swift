/// Prices as they are written down, by provider and model: what converters make, files hold and a catalogue looks up in.
public struct PriceList: Hashable, Sendable {
    /// A provider and its models.
    public struct Provider: Hashable, Sendable {
        /// Unique: `anthropic`.
        public var id: String
        /// The name for people.
        public var name: String
        /// Further names that mean this provider, as patterns.
        public var aliases: [NamePattern]
        /// Ids of providers whose models this one serves at their prices.
        public var fallbacks: [String]
        /// What service tiers cost.
        public var factors: ServiceFactors
        /// The models; of several whose patterns match a name, the first counts.
        public var models: [Model]

        /// A provider.
        public init(
            id: String,
            name: String,
            aliases: [NamePattern] = [],
            fallbacks: [String] = [],
            factors: ServiceFactors = ServiceFactors(),
            models: [Model]
        ) {
            self.id = id
            self.name = name
            self.aliases = aliases
            self.fallbacks = fallbacks
            self.factors = factors
            self.models = models
        }
    }

    /// A model and its prices.
    public struct Model: Hashable, Sendable {
        /// Unique within the provider.
        public var id: String
        /// The name for people; nil where it is the id.
        public var name: String?
        /// The names that mean this model, beside its id.
        public var patterns: [NamePattern]
        /// The most tokens of a prompt and its answer.
        public var contextWindow: Int?
        /// The most tokens of an answer.
        public var outputLimit: Int?
        /// Whether, and from when on, the provider has given the model up.
        public var deprecation: Deprecation?
        /// What service tiers cost, where it differs from the provider's others.
        public var factors: ServiceFactors
        /// The prices; of several tables that hold at a moment, the last counts.
        public var tables: [PriceTable]

        /// A model.
        public init(
            id: String,
            name: String? = nil,
            patterns: [NamePattern] = [],
            contextWindow: Int? = nil,
            outputLimit: Int? = nil,
            deprecation: Deprecation? = nil,
            factors: ServiceFactors = ServiceFactors(),
            tables: [PriceTable]
        ) {
            self.id = id
            self.name = name
            self.patterns = patterns
            self.contextWindow = contextWindow
            self.outputLimit = outputLimit
            self.deprecation = deprecation
            self.factors = factors
            self.tables = tables
        }
    }

    /// Which prices these are: kept with each cost.
    public var version: String
    /// Where the facts come from.
    public var source: String
    /// The providers.
    public var providers: [Provider]

    /// A list.
    public init(version: String, source: String, providers: [Provider]) {
        self.version = version
        self.source = source
        self.providers = providers
    }
}

/// Whether and when a provider gives a model up.
public enum Deprecation: Hashable, Sendable {
    /// Given up, nobody says when.
    case now
    /// Given up from that day on.
    case from(PriceTime)
}
