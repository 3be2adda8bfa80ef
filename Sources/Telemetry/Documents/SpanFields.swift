/// The attributes of spans: the semantic conventions of OpenTelemetry for HTTP and for generative AI where they have a name,
/// and names under `kanmon.` for the rest.
public enum SpanFields {
    // MARK: - Of the request's span and of attempts

    package static let operation = FieldDefinition(
        "gen_ai.operation.name",
        "string",
        "What is asked for: `chat`, `generate_content` or `embeddings`."
    )
    package static let provider = FieldDefinition(
        "gen_ai.provider.name",
        "string",
        "What the provider's API is, in the conventions' words: `openai`, `anthropic`, `gcp.gemini` or `cohere`."
    )
    package static let requestModel = FieldDefinition(
        "gen_ai.request.model",
        "string",
        "The model that is asked for: on the request's span as the caller named it."
    )
    package static let responseModel = FieldDefinition(
        "gen_ai.response.model",
        "string",
        "The model that answered, in its provider's words."
    )
    package static let stream = FieldDefinition("gen_ai.request.stream", "bool", "Whether a stream was asked for.")
    package static let inputTokens = FieldDefinition(
        "gen_ai.usage.input_tokens",
        "int",
        "Tokens of the prompt, those of the provider's prompt cache included."
    )
    package static let outputTokens = FieldDefinition("gen_ai.usage.output_tokens", "int", "Tokens of the answer.")
    package static let cacheRead = FieldDefinition(
        "gen_ai.usage.cache_read.input_tokens",
        "int",
        "Tokens read from the provider's prompt cache."
    )
    package static let cacheWrite = FieldDefinition(
        "gen_ai.usage.cache_creation.input_tokens",
        "int",
        "Tokens written to the provider's prompt cache."
    )
    package static let errorType = FieldDefinition(
        "error.type",
        "string",
        "Why it failed: on the request's span the error's stable code, on an attempt's the class of the failure."
    )

    // MARK: - Of the request's span

    package static let method = FieldDefinition("http.request.method", "string", "`POST`.")
    package static let status = FieldDefinition("http.response.status_code", "int", "The status that the caller saw.")
    package static let surface = FieldDefinition(
        "kanmon.surface",
        "string",
        "The API that it came by, as in the ledger: `openai-chat`."
    )
    package static let requestID = FieldDefinition("kanmon.request.id", "string", "The request's id.")
    package static let entry = FieldDefinition("kanmon.ledger.entry", "string", "The line of the ledger.")
    package static let outcome = FieldDefinition(
        "kanmon.outcome",
        "string",
        "`answered`, `failed`, `partial` or `aborted`."
    )
    package static let team = FieldDefinition("kanmon.team", "string", "The key's team.")
    package static let project = FieldDefinition("kanmon.project", "string", "The key's project.")
    package static let key = FieldDefinition("kanmon.key.name", "string", "The key's name; never the key.")
    package static let tags = FieldDefinition("kanmon.tags", "list", "The tags of the key and of the request.")
    package static let target = FieldDefinition(
        "kanmon.provider",
        "string",
        "The name of the provider that answered or was asked last."
    )
    package static let cost = FieldDefinition("kanmon.cost_usd", "double", "What it cost, in US dollars.")
    package static let saved = FieldDefinition("kanmon.saved_usd", "double", "What caches saved, in US dollars.")
    package static let cache = FieldDefinition("kanmon.cache", "string", "`hit`, `semantic-hit`, `miss` or `bypass`.")
    package static let attempts = FieldDefinition("kanmon.attempts", "int", "How many attempts there were.")
    package static let skipped = FieldDefinition(
        "kanmon.skipped",
        "list",
        "The targets that were not asked, each with the reason."
    )
    package static let firstToken = FieldDefinition(
        "kanmon.time_to_first_token",
        "double",
        "Seconds to the first content of the answer."
    )
    package static let overhead = FieldDefinition("kanmon.overhead", "double", "Seconds that the gateway added.")

    // MARK: - Of the span of the guardrails' stage

    package static let guardNames = FieldDefinition(
        "kanmon.guard.guardrails",
        "list",
        "The guardrails that held for the call."
    )
    package static let guardVerdict = FieldDefinition(
        "kanmon.guard.verdict",
        "string",
        """
        The strictest thing that one of them did: `pass`, `log`, `warn`, `restore`, `mask`, `hash`, `redact`, `reask`, \
        `route` or `block`.
        """
    )
    package static let guardActions = FieldDefinition(
        "kanmon.guard.actions",
        "list",
        "How often each thing was done: `mask=2`; `monitor` for what was only noted."
    )
    package static let guardFailures = FieldDefinition(
        "kanmon.guard.failures",
        "list",
        "The guardrails that could not look, each with the reason."
    )

    // MARK: - Of an attempt's span

    package static let address = FieldDefinition("server.address", "string", "The provider's host.")
    package static let port = FieldDefinition("server.port", "int", "The provider's port.")
    package static let attemptTarget = FieldDefinition(
        "kanmon.attempt.target",
        "string",
        "The provider's name and the model there: `openai/gpt-4o`."
    )
    package static let credential = FieldDefinition(
        "kanmon.attempt.credential",
        "string",
        "The name of the provider's credential; never the credential."
    )
    package static let hedge = FieldDefinition(
        "kanmon.attempt.hedge",
        "bool",
        "Whether it was a second copy, sent because the first was slow."
    )
    package static let ending = FieldDefinition(
        "kanmon.attempt.outcome",
        "string",
        "`answered`, `lost-race`, `abandoned` or the class of the failure."
    )
    package static let decision = FieldDefinition(
        "kanmon.attempt.decision",
        "string",
        "What followed on a failure, and why."
    )
    package static let firstContent = FieldDefinition(
        "kanmon.attempt.time_to_first_token",
        "double",
        "Seconds to the answer, on a stream to its first content."
    )

    /// The attributes of the request's span.
    package static let request = [
        method, status, operation, requestModel, responseModel, stream, inputTokens, outputTokens, cacheRead,
        cacheWrite, errorType, surface, requestID, entry, outcome, team, project, key, tags, target, cost, saved, cache,
        attempts, skipped, firstToken, overhead,
    ]
    /// The attributes of an attempt's span.
    package static let attempt = [
        operation, provider, requestModel, responseModel, inputTokens, outputTokens, address, port, attemptTarget,
        credential, hedge, ending, decision, firstContent, errorType,
    ]

    /// The attributes of the span of the guardrails' stage.
    package static let guarding = [guardNames, guardVerdict, guardActions, guardFailures]

    /// The stages of a request, in their usual order; each has a span under its name, and a number in access records.
    package static let stages = [
        FieldDefinition("identify", "stage", "Its caller was looked up."),
        FieldDefinition("receive", "stage", "Its body was waited for."),
        FieldDefinition("read", "stage", "Its body was read and checked."),
        FieldDefinition("queue", "stage", "It waited for room in a full gateway."),
        FieldDefinition("admit", "stage", "Limits and budgets were asked."),
        FieldDefinition("guard", "stage", "Guardrails looked at it; once more at an answer that is not streamed."),
        FieldDefinition("cache", "stage", "The cache was looked in, or another call's answer waited for."),
        FieldDefinition("plan", "stage", "The targets were put in order."),
        FieldDefinition("attempt", "stage", "Targets were asked, up to the answer or its first content."),
        FieldDefinition("reply", "stage", "The answer was given."),
        FieldDefinition("settle", "stage", "Limits, budgets and the ledger were told what it used."),
    ]

    /// The spans and their attributes, in Markdown.
    public static var markdown: String {
        let rows = stages.map { "| `kanmon.\($0.name)` | internal | \($0.help) Under the request's span. |\n" }
        return """
            | span | kind | what |
            |---|---|---|
            | `POST` and the surface | server | The request, from its first byte to the end of its answer. |
            | the operation and the model | client | One attempt at a target; under the request's span. |

            """ + rows.joined() + "\n" + FieldDefinition.table("attribute of the request", request)
                + "\n" + FieldDefinition.table("attribute of `kanmon.guard`", guarding)
                + "\n" + FieldDefinition.table("attribute of an attempt", attempt)
    }
}
