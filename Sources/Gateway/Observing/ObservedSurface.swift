import Governance
import HTTPWire
import ModelAPI

/// What requests are counted by as the way they came in.
enum ObservedSurface: Int, CaseIterable {
    case openAIChat
    case anthropicMessages
    case gemini
    case embeddings
    /// Vectors and judgements that the gateway asks for by itself, to compare questions.
    case cacheEmbeddings
    case cacheChat
    /// Counts of a prompt's tokens, on any surface.
    case countTokens
    /// Lists of models, on any surface.
    case models
    /// What is no surface: unknown paths, malformed requests.
    case none
    /// What an earlier version wrote into the ledger and this one does not know.
    case other

    /// The surface that a route belongs to.
    init(_ route: Route) {
        switch route.operation {
        case .countTokens: self = .countTokens
        case .listModels, .showModel: self = .models
        case .health, .readiness, .metrics: self = .none
        case .embeddings: self = route.isInternal ? .cacheEmbeddings : .embeddings
        case .chat:
            if route.isInternal {
                self = .cacheChat
            } else {
                switch route.dialect {
                case .openAIChat: self = .openAIChat
                case .anthropicMessages: self = .anthropicMessages
                case .gemini: self = .gemini
                }
            }
        }
    }

    /// The surface that a request came to.
    init(of head: RequestHead) { self = (try? Router.route(head)).map { ObservedSurface($0) } ?? .none }

    /// What the label says; of calls with a line in the ledger, what that says.
    var name: String {
        switch self {
        case .openAIChat: Surface.openAIChat.rawValue
        case .anthropicMessages: Surface.anthropicMessages.rawValue
        case .gemini: Surface.gemini.rawValue
        case .embeddings: Surface.embeddings.rawValue
        case .cacheEmbeddings: "cache-" + Surface.embeddings.rawValue
        case .cacheChat: "cache-" + Surface.openAIChat.rawValue
        case .countTokens: "count-tokens"
        case .models: "models"
        case .none: "none"
        case .other: "other"
        }
    }

    /// The surface that the ledger calls so.
    init(named name: String) { self = Self.allCases.first { $0.name == name } ?? .other }
}
