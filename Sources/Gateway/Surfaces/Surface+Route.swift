import Governance
import ModelAPI

extension Route.Operation {
    /// The surface that a key must be allowed to use for this; `nil` for what every key may do.
    func surface(_ route: Route) -> Surface? {
        switch self {
        case .chat, .countTokens, .embeddings: Surface(route)
        case .listModels, .showModel, .health, .readiness, .metrics: nil
        }
    }
}

extension Surface {
    /// The surface that a route belongs to.
    init(_ route: Route) {
        if route.operation == .embeddings {
            self = .embeddings
            return
        }
        switch route.dialect {
        case .openAIChat: self = .openAIChat
        case .anthropicMessages: self = .anthropicMessages
        case .gemini: self = .gemini
        }
    }
}

extension Route {
    /// What the ledger calls the surface: what the gateway asks for by itself is told apart from what callers ask.
    var surfaceName: String {
        let surface = Surface(self).rawValue
        return isInternal ? "cache-" + surface : surface
    }
}
