/// Makes adapters from settings.
public enum GuardAdapters {
    /// The adapter for a service.
    /// - Parameters:
    ///   - type: a word of ``AdapterType``.
    ///   - settings: where the service is and how it is to be asked.
    /// - Throws: ``AdapterSettingError`` where the type or an option is not known, or one is missing or wrong.
    public static func make(
        type: String,
        settings: AdapterSettings
    ) throws(AdapterSettingError) -> any GuardAdapter {
        guard let type = AdapterType(rawValue: type) else {
            let types = AdapterType.allCases.map(\.rawValue).joined(separator: ", ")
            throw AdapterSettingError("type", "must be one of \(types)")
        }
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
        let takesModel: Set<AdapterType> = [.openAIModeration, .azurePII, .llamaGuard, .nemo]
        guard settings.model == nil || takesModel.contains(type) else {
            throw AdapterSettingError("model", "\(type.rawValue) takes none")
        }
        return adapter
    }
}
