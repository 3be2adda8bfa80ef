import ModelAPI
import Testing

extension GoldenRequestTests.Journey {
    static let all: [Self] = [
        Self(
            client: .openAIChat,
            provider: .openAIChat,
            lost: [
                "messages[2].thinking_blocks[0]": [
                    "- request.messages[2].parts.thinking[0].signature.dialect = anthropicMessages",
                    "- request.messages[2].parts.thinking[0].signature.value = c2ln",
                    "- request.messages[2].parts.thinking[0].text = Two calls.",
                ],
                "messages[2].tool_calls[1].extra_content.google.thought_signature": [
                    "- request.messages[2].parts.toolCall[1].signature.dialect = gemini",
                    "- request.messages[2].parts.toolCall[1].signature.value = Z2Vt",
                ],
                "brand_new": [
                    "- request.unmapped.brand_new = [1]"
                ],
            ]
        ),
        Self(
            client: .openAIChat,
            provider: .anthropicMessages,
            lost: [
                "messages[1].content[1].image_url.detail": [
                    "- request.messages[1].parts.image[0].detail = high"
                ],
                "messages[2].tool_calls[1].extra_content.google.thought_signature": [
                    "- request.messages[2].parts.toolCall[1].signature.dialect = gemini",
                    "- request.messages[2].parts.toolCall[1].signature.value = Z2Vt",
                ],
                "messages[5].name": [
                    "- request.messages[3].name = ann"
                ],
                "top_p": [
                    "- request.sampling.topP = 0.9"
                ],
                "frequency_penalty": [
                    "- request.sampling.frequencyPenalty = 0.1"
                ],
                "presence_penalty": [
                    "- request.sampling.presencePenalty = 0.2"
                ],
                "seed": [
                    "- request.sampling.seed = 7"
                ],
                "logit_bias": [
                    #"- request.sampling.logitBias = {"5":-1}"#
                ],
                "n": [
                    "- request.choiceCount = 2"
                ],
                "logprobs": [
                    "- request.logprobs.top = 3"
                ],
                "top_logprobs": [],
                "store": [
                    "- request.unmapped.store = false"
                ],
                "brand_new": [
                    "- request.unmapped.brand_new = [1]"
                ],
            ],
            changed: [
                "streams of this wire end with their usage unasked": [
                    "+ request.includeUsage = false",
                    "- request.includeUsage = true",
                ],
                "only OpenAI has names for schemas": [
                    "- request.responseFormat.jsonSchema.name = answer"
                ],
                "the same tier in this provider's words": [
                    "- request.serviceTier = default",
                    "+ request.serviceTier = standard_only",
                ],
            ]
        ),
        Self(
            client: .openAIChat,
            provider: .gemini,
            lost: [
                "messages[1].content[1].image_url.detail": [
                    "- request.messages[1].parts.image[0].detail = high"
                ],
                "messages[1].content[2].file.filename": [
                    "- request.messages[1].parts.document[0].name = a.pdf"
                ],
                "messages[2].thinking_blocks[0].signature": [
                    "- request.messages[2].parts.thinking[0].signature.dialect = anthropicMessages",
                    "- request.messages[2].parts.thinking[0].signature.value = c2ln",
                ],
                "messages[5].name": [
                    "- request.messages[3].name = ann"
                ],
                "tools[0].function.strict": [
                    "- request.tools[0].function.strict = true"
                ],
                "parallel_tool_calls": [
                    "- request.parallelToolCalls = false"
                ],
                "logit_bias": [
                    #"- request.sampling.logitBias = {"5":-1}"#
                ],
                "user": [
                    "- request.endUser = u-1"
                ],
                "store": [
                    "- request.unmapped.store = false"
                ],
                "brand_new": [
                    "- request.unmapped.brand_new = [1]"
                ],
            ],
            changed: [
                "Gemini wants the first call of a turn signed; Google's placeholder says that another model made it": [
                    "+ request.messages[2].parts.toolCall[0].signature.dialect = gemini",
                    "+ request.messages[2].parts.toolCall[0].signature.value = skip_thought_signature_validator",
                ],
                "only OpenAI has names for schemas": [
                    "- request.responseFormat.jsonSchema.name = answer"
                ],
                "Gemini always enforces schemas": [
                    "- request.responseFormat.jsonSchema.strict = true"
                ],
                "the same tier in this provider's words": [
                    "- request.serviceTier = default",
                    "+ request.serviceTier = standard",
                ],
            ]
        ),
        Self(
            client: .anthropicMessages,
            provider: .openAIChat,
            lost: [
                "system[0].cache_control": [
                    "- request.messages[0].parts.text[0].cache.ttl = 1h"
                ],
                "tools[1].cache_control": [
                    "- request.tools[1].function.cache is there"
                ],
                "messages[1].content[0]": [
                    "- request.messages[2].parts.thinking[0].signature.dialect = anthropicMessages",
                    "- request.messages[2].parts.thinking[0].signature.value = c2ln",
                    "- request.messages[2].parts.thinking[0].text = Two calls.",
                ],
                "messages[1].content[1]": [
                    "- request.messages[2].parts.redactedThinking[0].dialect = anthropicMessages",
                    "- request.messages[2].parts.redactedThinking[0].value = b3BhcXVl",
                ],
                "messages[2].content[1].is_error": [
                    "+ request.messages[3].parts.toolResult[1].isError = false",
                    "- request.messages[3].parts.toolResult[1].isError = true",
                ],
                "thinking": [
                    "- request.reasoning.includeThoughts = true"
                ],
                "container": [
                    #"- request.unmapped.container = "c1""#
                ],
                "brand_new": [
                    "- request.unmapped.brand_new = [1]"
                ],
            ],
            changed: [
                "streams of the other wires end with their usage unasked, and this one's is always asked for it": [
                    "- request.includeUsage = false",
                    "+ request.includeUsage = true",
                ],
                "OpenAI's results are text: pictures in them follow as the user's, with their origin": [
                    "+ request.messages[3].parts.image[0].mediaType = image/png",
                    "+ request.messages[3].parts.image[0].source.base64 = iVBORw0KGgo=",
                    "- request.messages[3].parts.text[0].text = Go on.",
                    "+ request.messages[3].parts.text[0].text = Output of tool call toolu_1:",
                    "+ request.messages[3].parts.text[1].text = Go on.",
                    "- request.messages[3].parts.toolResult[0].content.image[0].mediaType = image/png",
                    "- request.messages[3].parts.toolResult[0].content.image[0].source.base64 = iVBORw0KGgo=",
                ],
                "this model takes a level instead of a budget": [
                    "- request.reasoning.budgetTokens = 2048",
                    "+ request.reasoning.effort = low",
                ],
                "OpenAI demands a name": [
                    "+ request.responseFormat.jsonSchema.name = response"
                ],
                "the same tier in this provider's words": [
                    "+ request.serviceTier = default",
                    "- request.serviceTier = standard_only",
                ],
            ]
        ),
        Self(
            client: .anthropicMessages,
            provider: .anthropicMessages,
            lost: [
                "brand_new": [
                    "- request.unmapped.brand_new = [1]"
                ]
            ]
        ),
        Self(
            client: .anthropicMessages,
            provider: .gemini,
            lost: [
                "system[0].cache_control": [
                    "- request.messages[0].parts.text[0].cache.ttl = 1h"
                ],
                "messages[0].content[2].title": [
                    "- request.messages[1].parts.document[0].name = a.pdf"
                ],
                "messages[1].content[0].signature": [
                    "- request.messages[2].parts.thinking[0].signature.dialect = anthropicMessages",
                    "- request.messages[2].parts.thinking[0].signature.value = c2ln",
                ],
                "messages[1].content[1]": [
                    "- request.messages[2].parts.redactedThinking[0].dialect = anthropicMessages",
                    "- request.messages[2].parts.redactedThinking[0].value = b3BhcXVl",
                ],
                "tools[1].cache_control": [
                    "- request.tools[1].function.cache is there"
                ],
                "tool_choice.disable_parallel_tool_use": [
                    "- request.parallelToolCalls = false"
                ],
                "metadata.user_id": [
                    "- request.endUser = u-1"
                ],
                "container": [
                    #"- request.unmapped.container = "c1""#
                ],
                "brand_new": [
                    "- request.unmapped.brand_new = [1]"
                ],
            ],
            changed: [
                "streams of this wire end with their usage unasked": [
                    "- request.includeUsage = false",
                    "+ request.includeUsage = true",
                ],
                "Gemini wants the first call of a turn signed; Google's placeholder says that another model made it": [
                    "+ request.messages[2].parts.toolCall[0].signature.dialect = gemini",
                    "+ request.messages[2].parts.toolCall[0].signature.value = skip_thought_signature_validator",
                ],
                "this model takes a level instead of a budget": [
                    "- request.reasoning.budgetTokens = 2048",
                    "+ request.reasoning.effort = low",
                ],
                "the same tier in this provider's words": [
                    "+ request.serviceTier = standard",
                    "- request.serviceTier = standard_only",
                ],
            ]
        ),
        Self(
            client: .gemini,
            provider: .openAIChat,
            lost: [
                "contents[1].parts[0]": [
                    "- request.messages[2].parts.thinking[0].text = Two calls."
                ],
                "contents[1].parts[2].thoughtSignature": [
                    "- request.messages[2].parts.toolCall[0].signature.dialect = gemini",
                    "- request.messages[2].parts.toolCall[0].signature.value = Z2Vt",
                ],
                "contents[2].parts[0].functionResponse.response.error": [
                    "+ request.messages[3].parts.toolResult[1].isError = false",
                    "- request.messages[3].parts.toolResult[1].isError = true",
                ],
                "generationConfig.topK": [
                    "- request.sampling.topK = 40"
                ],
                "generationConfig.thinkingConfig.includeThoughts": [
                    "- request.reasoning.includeThoughts = true"
                ],
                "tools[1].googleSearch": [
                    "- request.tools[2].foreign.dialect = gemini",
                    "- request.tools[2].foreign.type = googleSearch",
                    #"- request.tools[2].foreign.value = {"googleSearch":{}}"#,
                ],
                "safetySettings": [
                    #"- request.unmapped.safetySettings = [{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_NONE"}]"#
                ],
                "brandNew": [
                    "- request.unmapped.brandNew = [1]"
                ],
                "generationConfig.mediaResolution": [
                    #"- request.unmapped.generationConfig.mediaResolution = "MEDIA_RESOLUTION_LOW""#
                ],
            ],
            changed: [
                "OpenAI demands a name": [
                    "+ request.messages[1].parts.document[0].name = document.pdf",
                    "+ request.responseFormat.jsonSchema.name = response",
                ]
            ]
        ),
        Self(
            client: .gemini,
            provider: .anthropicMessages,
            lost: [
                "contents[1].parts[0]": [
                    "- request.messages[2].parts.thinking[0].text = Two calls."
                ],
                "contents[1].parts[2].thoughtSignature": [
                    "- request.messages[2].parts.toolCall[0].signature.dialect = gemini",
                    "- request.messages[2].parts.toolCall[0].signature.value = Z2Vt",
                ],
                "generationConfig.thinkingConfig.thinkingLevel": [
                    "- request.reasoning.adaptive = false",
                    "- request.reasoning.effort = low",
                ],
                "generationConfig.thinkingConfig.includeThoughts": [
                    "- request.reasoning.includeThoughts = true"
                ],
                "tools[1].googleSearch": [
                    "- request.tools[2].foreign.dialect = gemini",
                    "- request.tools[2].foreign.type = googleSearch",
                    #"- request.tools[2].foreign.value = {"googleSearch":{}}"#,
                ],
                "generationConfig.topP": [
                    "- request.sampling.topP = 0.9"
                ],
                "generationConfig.frequencyPenalty": [
                    "- request.sampling.frequencyPenalty = 0.1"
                ],
                "generationConfig.presencePenalty": [
                    "- request.sampling.presencePenalty = 0.2"
                ],
                "generationConfig.seed": [
                    "- request.sampling.seed = 7"
                ],
                "safetySettings": [
                    #"- request.unmapped.safetySettings = [{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_NONE"}]"#
                ],
                "brandNew": [
                    "- request.unmapped.brandNew = [1]"
                ],
                "generationConfig.mediaResolution": [
                    #"- request.unmapped.generationConfig.mediaResolution = "MEDIA_RESOLUTION_LOW""#
                ],
            ],
            changed: [
                "streams of this wire end with their usage unasked": [
                    "+ request.includeUsage = false",
                    "- request.includeUsage = true",
                ],
                "Anthropic takes closed schemas only": [
                    #"+ request.responseFormat.jsonSchema.schema = {"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}"#,
                    #"- request.responseFormat.jsonSchema.schema = {"type":"object","properties":{"a":{"type":"string"}}}"#,
                ],
                "tools that are not allowed are not shown": [
                    "+ request.toolChoice = required",
                    "- request.toolChoice.allowed[0] = look",
                    "- request.toolChoice.allowed[1] = zoom",
                    "- request.toolChoice.allowed.required = true",
                ],
            ]
        ),
        Self(
            client: .gemini,
            provider: .gemini,
            lost: [
                "brandNew": [
                    "- request.unmapped.brandNew = [1]"
                ]
            ]
        ),
    ]
}
