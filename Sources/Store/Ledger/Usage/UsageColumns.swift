/// The columns of sums of usage, which every table of them has in this order, as parts of statements.
enum UsageColumns {
    /// Their names.
    static let names: StaticString = """
        requests, errors, input_tokens, output_tokens, cost_nano, cost_rest, unknown_costs, hits, saved_nano, saved_rest,
        semantic_hits, semantic_nano, semantic_rest, prompt_nano, prompt_rest
        """

    /// Each added up over the rows of a group, under its own name; 0 where there are none.
    static let sums: StaticString = """
        coalesce(sum(requests), 0) AS requests, coalesce(sum(errors), 0) AS errors,
        coalesce(sum(input_tokens), 0) AS input_tokens, coalesce(sum(output_tokens), 0) AS output_tokens,
        coalesce(sum(cost_nano), 0) AS cost_nano, coalesce(sum(cost_rest), 0) AS cost_rest,
        coalesce(sum(unknown_costs), 0) AS unknown_costs, coalesce(sum(hits), 0) AS hits,
        coalesce(sum(saved_nano), 0) AS saved_nano, coalesce(sum(saved_rest), 0) AS saved_rest,
        coalesce(sum(semantic_hits), 0) AS semantic_hits,
        coalesce(sum(semantic_nano), 0) AS semantic_nano, coalesce(sum(semantic_rest), 0) AS semantic_rest,
        coalesce(sum(prompt_nano), 0) AS prompt_nano, coalesce(sum(prompt_rest), 0) AS prompt_rest
        """

    /// Each with the other sign.
    static let negated: StaticString = """
        -requests, -errors, -input_tokens, -output_tokens, -cost_nano, -cost_rest, -unknown_costs, -hits, -saved_nano,
        -saved_rest, -semantic_hits, -semantic_nano, -semantic_rest, -prompt_nano, -prompt_rest
        """

    /// Whether one of them does not add up to 0 over the rows of a group.
    static let isAnySumLeft: StaticString = """
        sum(requests) <> 0 OR sum(errors) <> 0 OR sum(input_tokens) <> 0 OR sum(output_tokens) <> 0
        OR sum(cost_nano) <> 0 OR sum(cost_rest) <> 0 OR sum(unknown_costs) <> 0 OR sum(hits) <> 0
        OR sum(saved_nano) <> 0 OR sum(saved_rest) <> 0 OR sum(semantic_hits) <> 0 OR sum(semantic_nano) <> 0
        OR sum(semantic_rest) <> 0 OR sum(prompt_nano) <> 0 OR sum(prompt_rest) <> 0
        """
}
