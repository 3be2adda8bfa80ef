import Governance
import ModelAPI

extension Route.Operation {
    /// The surface that a key must be allowed to use for this; `nil` for what every key may do.
    func surface(_ route: Route) -> Surface? {
        switch self {
        case .chat, .countTokens: Surface(route)
        case .listModels, .showModel, .health, .readiness, .metrics: nil
        }
    }
}

extension Surface {
    /// The surface that a route belongs to.
    init(_ route: Route) {
        switch route.dialect {
        case .openAIChat: self = .openAIChat
        case .anthropicMessages: self = .anthropicMessages
        case .gemini: self = .gemini
        }
    }
}
