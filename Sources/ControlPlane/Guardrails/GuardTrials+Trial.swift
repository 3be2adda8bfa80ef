import Guardrails
import Settings

extension GuardTrials {
    /// What is tried.
    struct Trial: Sendable {
        /// The texts.
        var tried: TriedTexts
        /// The side of the model that they are taken for.
        var stage: GuardStage
        /// The names of the guardrails that look; with none the built-in filters look by themselves.
        var guardrails: [String]
        /// The configuration that has the guardrails.
        var configuration: KanmonConfiguration

        /// The texts that are looked at: of an answer the model's own, which all else is the question of.
        var places: [Int] {
            tried.texts.indices.filter { isAlone($0) || stage == .input || tried.texts[$0].origin == .assistant }
        }

        /// What the answer is compared with.
        var question: OutputQuestion {
            guard stage == .output else { return OutputQuestion() }
            let others = tried.texts.indices.filter { !isAlone($0) }.map { tried.texts[$0] }
            return OutputQuestion(
                instructions: others.filter { $0.origin == .system }.map(\.bytes),
                lastUserText: others.last { $0.origin == .user }?.bytes ?? []
            )
        }

        /// A text as guardrails look at it.
        func guarded(_ place: Int) -> GuardText {
            var text = tried.texts[place].guarded
            if stage == .output { text.context.origin = .assistant }
            return text
        }

        private func isAlone(_ place: Int) -> Bool {
            if case .text = tried.texts[place].place { true } else { false }
        }
    }
}
