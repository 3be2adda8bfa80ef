/// Finds a configuration where there is no document: the providers whose usual environment variables are set, and an
/// Ollama that answers. Everything else has its default.
public enum ConfigurationDiscovery {
    /// The variables that announce a provider, in the order in which the providers are listed.
    public static var variables: [String] { KnownProvider.all.flatMap(\.keyVariables) }

    /// Looks for providers.
    /// - Parameters:
    ///   - environment: the environment variables; empty ones count as absent.
    ///   - askOllama: asks an Ollama at a base URL (which has no `/v1`) for `/api/tags`: the body of its answer, or nil where
    ///     none answers with success. Called at most once.
    /// - Returns: a configuration whose `providers` are what was found, perhaps none; each lists a few of its models.
    /// - Throws: ``ConfigurationErrors`` naming the variables whose content cannot be used.
    public static func discover(
        environment: [String: String],
        askOllama: (BaseURL) async -> [UInt8]?
    ) async throws(ConfigurationErrors) -> KanmonConfiguration {
        let environment = environment.filter { !$0.value.isEmpty }
        var problems: [ConfigurationProblem] = []
        var providers: [ProviderConfiguration] = []
        for known in KnownProvider.all {
            do throws(VariableProblem) {
                if let provider = try provider(known, environment) { providers.append(provider) }
            } catch {
                problems.append(error.problem)
            }
        }
        do throws(VariableProblem) {
            let url = try OllamaAddress.baseURL(environment)
            if let answer = await askOllama(url) {
                providers.append(ollama(at: url, models: OllamaModels.names(in: answer)))
            }
        } catch {
            problems.append(error.problem)
        }
        guard problems.isEmpty else { throw ConfigurationErrors(problems) }
        return KanmonConfiguration(timeZone: StandardTimeZone.name(in: environment), providers: providers)
    }

    private static func provider(
        _ known: KnownProvider,
        _ environment: [String: String]
    ) throws(VariableProblem) -> ProviderConfiguration? {
        let keyVariable = known.keyVariables.first { environment[$0] != nil }
        let movedTo = try known.baseURLVariable.flatMap { environment[$0] == nil ? nil : $0 }
            .map { name throws(VariableProblem) in try baseURL(in: name, environment) }
        guard let keyVariable, let key = environment[keyVariable] else {
            // A server of one's own that speaks OpenAI's API often asks for no key.
            guard known.type == .openai, let movedTo else { return nil }
            return ProviderConfiguration(name: known.name, type: .openaiCompatible, endpoint: .remote(movedTo))
        }
        guard key.utf8.allSatisfy(\.isVisible) else {
            throw VariableProblem(keyVariable, "the secret has a space, a line break or a character outside ASCII")
        }
        return ProviderConfiguration(
            name: known.name,
            type: known.type,
            endpoint: .remote(movedTo ?? known.baseURL),
            apiKey: Secret(key),
            listedModels: known.models
        )
    }

    private static func baseURL(
        in name: String,
        _ environment: [String: String]
    ) throws(VariableProblem) -> BaseURL {
        do throws(InvalidURL) {
            return try BaseURL(parsing: environment[name] ?? "")
        } catch {
            throw VariableProblem(name, "not a base URL: \(error)")
        }
    }

    private static func ollama(at url: BaseURL, models: [String]) -> ProviderConfiguration {
        let api = BaseURL(scheme: url.scheme, host: url.host, port: url.port, pathPrefix: url.pathPrefix + "/v1")
        return ProviderConfiguration(
            name: "ollama",
            type: .openaiCompatible,
            endpoint: .remote(api),
            proxy: .direct,
            listedModels: models
        )
    }
}
