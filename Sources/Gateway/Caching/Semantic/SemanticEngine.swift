import Caching
import Settings
import Synchronization

/// What makes vectors, and what remembers them: of one embedder, as long as its settings stay.
final class SemanticEngine: Sendable {
    let settings: SemanticConfiguration
    let embedder: any QuestionEmbedder
    /// The embedder, where it is the one in the binary, which need not be waited for.
    let builtin: BuiltinQuestionEmbedder?
    private let current = Mutex<SemanticMemory?>(nil)

    init(_ settings: SemanticConfiguration, _ embedder: any QuestionEmbedder) {
        self.settings = settings
        self.embedder = embedder
        builtin = embedder as? BuiltinQuestionEmbedder
    }

    /// What is stored; `nil` while nothing is.
    var memory: SemanticMemory? { current.withLock { $0 } }

    /// Where vectors of a space are stored. One of another space, because the model answers with other ones now, takes the
    /// place of the one before: vectors of two spaces are never compared.
    func memory(of space: VectorSpace) -> SemanticMemory {
        let (memory, _) = current.withLock { current -> (SemanticMemory, SemanticMemory?) in
            let before = current
            if let before, before.space == space { return (before, nil) }
            let memory = SemanticMemory(space: space, limits: settings.limits)
            current = memory
            // Freed behind the lock.
            return (memory, before)
        }
        return memory
    }
}
