import Governance
import ModelAPI

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
