/// A service outside that looks at texts; the raw value is what a document writes.
public enum GuardAdapterKind: String, Sendable, Hashable, CaseIterable {
    /// Presidio's analyzer.
    case presidio
    /// OpenAI's moderation.
    case openAIModeration = "openai-moderation"
    /// Azure AI Content Safety, analysis of texts.
    case azureContentSafety = "azure-content-safety"
    /// Azure AI Content Safety, Prompt Shields.
    case azurePromptShields = "azure-prompt-shields"
    /// Azure AI Language, personal data.
    case azurePII = "azure-pii"
    /// Amazon Bedrock, `ApplyGuardrail`.
    case bedrock
    /// Google Cloud Model Armor.
    case modelArmor = "model-armor"
    /// Lakera Guard.
    case lakera
    /// A Llama Guard model behind an API that is compatible with OpenAI's.
    case llamaGuard = "llamaguard"
    /// A NeMo Guardrails server.
    case nemo
    /// A Guardrails AI server.
    case guardrailsAI = "guardrails-ai"
    /// LiteLLM's generic guardrail API.
    case generic
    /// A plain webhook.
    case webhook
}
