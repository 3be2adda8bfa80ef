public import Guardrails

/// The services that can be asked, by the word for `type:` in the `guardrails:` section.
public enum AdapterType: String, Sendable, Hashable, CaseIterable {
    /// Presidio's analyzer.
    case presidio
    /// OpenAI's moderation.
    case openAIModeration = "openai-moderation"
    /// Azure AI Content Safety: harmful texts.
    case azureContentSafety = "azure-content-safety"
    /// Azure AI Content Safety: attacks on instructions.
    case azurePromptShields = "azure-prompt-shields"
    /// Azure AI Language: personal data.
    case azurePII = "azure-pii"
    /// Amazon Bedrock Guardrails.
    case bedrock
    /// Google Cloud's Model Armor.
    case modelArmor = "model-armor"
    /// Lakera Guard, version 2.
    case lakera
    /// Llama Guard behind an OpenAI-compatible endpoint.
    case llamaGuard = "llamaguard"
    /// A server of NeMo Guardrails.
    case nemo
    /// A server of Guardrails AI.
    case guardrailsAI = "guardrails-ai"
    /// LiteLLM's generic guardrail API.
    case generic
    /// A program of one's own.
    case webhook

    /// Where it can look.
    public var stages: [GuardStage] { self == .azurePromptShields ? [.input] : [.input, .output] }

    /// Whether it can be asked under a provider's base URL and with its key.
    public var takesProvider: Bool {
        switch self {
        case .openAIModeration, .azureContentSafety, .azurePromptShields, .azurePII, .bedrock, .llamaGuard: true
        case .presidio, .modelArmor, .lakera, .nemo, .guardrailsAI, .generic, .webhook: false
        }
    }

    /// Whether it is told which model it is to use.
    public var takesModel: Bool {
        switch self {
        case .openAIModeration, .azurePII, .llamaGuard, .nemo: true
        default: false
        }
    }

    /// Whether it judges texts as wholes and never says where in one something stands.
    public var judgesWholeTexts: Bool {
        switch self {
        case .openAIModeration, .azureContentSafety, .azurePromptShields, .llamaGuard: true
        default: false
        }
    }

    /// Whether what it says of an answer depends on what was asked: a verdict may be remembered for both together only.
    public var readsQuestion: Bool { self == .llamaGuard || self == .nemo || self == .modelArmor }
}
