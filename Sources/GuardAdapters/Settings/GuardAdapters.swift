/// Makes adapters from settings.
public enum GuardAdapters {
    /// The adapter for a service.
    /// - Parameters:
    ///   - type: which service.
    ///   - settings: where the service is and how it is to be asked.
    /// - Throws: ``AdapterSettingError`` where an option is not known, or one is missing or wrong.
    public static func make(
        _ type: AdapterType,
        _ settings: AdapterSettings
    ) throws(AdapterSettingError) -> any GuardAdapter {
        let connection = try AdapterConnection(settings)
        if type != .bedrock { try connection.refuseAccessKey() }
        var options = AdapterOptions(settings.options)
        let adapter: any GuardAdapter =
            switch type {
            case .presidio: try PresidioAdapter(connection, &options)
            case .openAIModeration: try OpenAIModerationAdapter(connection, settings.model, &options)
            case .azureContentSafety: try AzureContentSafetyAdapter(connection, &options)
            case .azurePromptShields: try AzurePromptShieldsAdapter(connection, &options)
            case .azurePII: try AzurePIIAdapter(connection, settings.model, &options)
            case .bedrock: try BedrockAdapter(connection, &options)
            case .modelArmor: try ModelArmorAdapter(connection, &options)
            case .lakera: try LakeraAdapter(connection, &options)
            case .llamaGuard: try LlamaGuardAdapter(connection, settings.model, &options)
            case .nemo: try NeMoAdapter(connection, settings.model, &options)
            case .guardrailsAI: try GuardrailsAIAdapter(connection, &options)
            case .generic: try GenericAdapter(connection, &options)
            case .webhook: WebhookAdapter(connection)
            }
        try options.finish()
        guard settings.model == nil || type.takesModel else {
            throw AdapterSettingError("model", "\(type.rawValue) takes none")
        }
        return adapter
    }
}
