/// The fields of access records: what the ledger has of a request, and how long each stage took.
public enum LogFields {
    package static let request = FieldDefinition("request", "string", "The request's id.")
    package static let entry = FieldDefinition("entry", "string", "The line of the ledger.")
    package static let trace = FieldDefinition("trace_id", "string", "The trace, where traces are on.")
    package static let span = FieldDefinition("span_id", "string", "The request's span, where traces are on.")
    package static let surface = FieldDefinition("surface", "string", "The API that it came by: `openai-chat`.")
    package static let status = FieldDefinition("status", "int", "The HTTP status that the caller saw.")
    package static let outcome = FieldDefinition(
        "outcome",
        "string",
        "`answered`, `failed`, `partial` or `aborted`."
    )
    package static let error = FieldDefinition("error", "string", "The stable code of the error it ended with.")
    package static let organization = FieldDefinition("organization", "string", "The key's organization.")
    package static let team = FieldDefinition("team", "string", "The key's team.")
    package static let project = FieldDefinition("project", "string", "The key's project.")
    package static let user = FieldDefinition("user", "string", "The key's user.")
    package static let key = FieldDefinition("key", "string", "The key's name.")
    package static let keyID = FieldDefinition("key_id", "string", "The key's id.")
    package static let environment = FieldDefinition("environment", "string", "The key's environment.")
    package static let tags = FieldDefinition("tags", "list", "The tags of the key and of the request.")
    package static let modelAsked = FieldDefinition("model_asked", "string", "The model as the caller named it.")
    package static let model = FieldDefinition("model", "string", "The model that answered or was asked last.")
    package static let provider = FieldDefinition("provider", "string", "Its provider.")
    package static let stream = FieldDefinition("stream", "bool", "Whether a stream was asked for.")
    package static let inputTokens = FieldDefinition("input_tokens", "int", "Tokens of the prompt that no cache had.")
    package static let cacheRead = FieldDefinition(
        "cache_read_tokens",
        "int",
        "Tokens read from the provider's prompt cache."
    )
    package static let cacheWrite = FieldDefinition(
        "cache_write_tokens",
        "int",
        "Tokens written to the provider's prompt cache."
    )
    package static let outputTokens = FieldDefinition("output_tokens", "int", "Tokens of the answer.")
    package static let cost = FieldDefinition("cost_usd", "string", "What it cost, as a decimal.")
    package static let cache = FieldDefinition("cache", "string", "`hit`, `semantic-hit`, `miss` or `bypass`.")
    package static let saved = FieldDefinition("saved_usd", "string", "What caches saved, as a decimal.")
    package static let duration = FieldDefinition("duration_us", "int", "Microseconds to the end of the answer.")
    package static let firstToken = FieldDefinition("ttft_us", "int", "Microseconds to the first content.")
    package static let overhead = FieldDefinition("overhead_us", "int", "Microseconds that the gateway added.")
    package static let flags = FieldDefinition("flags", "list", "As in the ledger: `estimated_usage`, `hedged`, ….")
    package static let guards = FieldDefinition(
        "guards",
        "list",
        """
        What guardrails found and did, never a value: `pii:MY_NUMBER:block×1`; `would-` in front of what one that only \
        monitors would have done.
        """
    )
    package static let guardFailures = FieldDefinition(
        "guard_failures",
        "list",
        "Guardrails that could not look, each with the reason."
    )
    package static let stages = FieldDefinition("stages_us", "object", "Microseconds in each stage, by its name.")
    package static let attempts = FieldDefinition(
        "attempts",
        "list",
        "Each attempt: `target`, `credential` (its name), `outcome`, `start_us`, `duration_us`, `decision`."
    )
    package static let skipped = FieldDefinition("skipped", "list", "Targets that were not asked: `target`, `reason`.")
    package static let promptBytes = FieldDefinition("prompt_bytes", "int", "The length of the request's body.")
    package static let prompt = FieldDefinition(
        "prompt",
        "string",
        "The beginning of the last question, masked; only of teams that have it logged."
    )

    package static let reason = FieldDefinition("reason", "string", "Why, as the caller was told.")
    package static let address = FieldDefinition(
        "address",
        "string",
        "Where it came from; behind a proxy only where `server.trusted_proxies` names that."
    )
    package static let leftOut = FieldDefinition(
        "left_out",
        "int",
        "How many more requests were refused than have lines; alone in a line of its own."
    )

    /// Those of lines about requests that were refused before they became calls.
    package static let refusals = [request, surface, status, error, reason, address, leftOut]

    /// All of them, in the order of a line.
    package static let access = [
        request, entry, trace, span, surface, status, outcome, error, organization, team, project, user, key, keyID,
        environment, tags, modelAsked, provider, model, stream, inputTokens, cacheRead, cacheWrite, outputTokens, cost,
        cache, saved, duration, firstToken, overhead, flags, guards, guardFailures, stages, attempts, skipped,
        promptBytes, prompt,
    ]

    /// The fields that every line has, and those of access records, in Markdown.
    public static var markdown: String {
        let common = [
            FieldDefinition("time", "string", "When, in UTC with microseconds (RFC 3339)."),
            FieldDefinition("level", "string", "`trace`, `debug`, `info`, `notice`, `warning`, `error` or `critical`."),
            FieldDefinition("module", "string", "Which part of the gateway tells it; `access` for access records."),
            FieldDefinition("message", "string", "What has happened, in words."),
        ]
        return FieldDefinition.table("field of every line", common) + "\n"
            + FieldDefinition.table("field of access records", access) + "\n"
            + FieldDefinition.table("field of lines about refused requests", refusals)
    }
}
