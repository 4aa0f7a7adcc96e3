namespace Workflow.Tests.Histories;

/// <summary>The lives whose histories are kept for each released version: workflow tests, by name.</summary>
internal static class RecordedLives
{
    public static readonly IReadOnlySet<string> Names = new HashSet<string>(StringComparer.Ordinal)
    {
        "CancelTests.Cancel_before_payment_costs_nothing",
        "CancelTests.Cancel_of_a_booked_parcel_voids_releases_and_refunds_in_that_order",
        "CancelTests.Two_cancels_at_once_cancel_once_and_both_are_answered",
        "ChangeOfShortOrderTests.Rise_is_in_force_when_the_difference_is_paid",
        "ChangeTests.Another_street_is_in_force_at_once_and_on_the_parcel",
        "ChangeTests.Fall_below_what_was_paid_already_is_paid_back_and_the_order_goes_on",
        "ChangeTests.Offer_that_nobody_confirms_lapses_after_its_hour_and_the_order_stays_as_it_was",
        "ChangeTests.Rise_that_is_confirmed_before_payment_is_the_new_amount_and_the_order_goes_its_way_with_it",
        "ClaimTests.Declined_claim_moves_nothing",
        "ClaimTests.Lost_parcel_that_is_sent_again_is_paid_once",
        "ClaimTests.Refund_is_paid_once_and_the_order_closes_with_what_the_customer_keeps",
        "ClaimTests.Replacement_is_a_new_parcel_and_the_order_waits_until_it_has_arrived",
        "ClaimTests.Small_claim_is_granted_by_rule_and_a_lost_parcel_never",
        "ClaimTests.Unanswered_claim_reminds_at_half_time_is_escalated_at_the_end_and_keeps_the_order_open",
        "ErasureTests.Erased_while_the_parcel_is_on_its_way_the_order_is_delivered_and_closed",
        "HappyPathTests.Licence_alone_is_delivered_at_once_and_needs_no_parcel",
        "HappyPathTests.Licence_beside_a_parcel_is_given_out_only_when_the_parcel_has_left",
        "HappyPathTests.Paid_order_walks_to_closed",
        "ParcelTests.Attempt_customs_and_collection_tell_the_customer_what_to_do_and_remind_him",
        "ParcelTests.Cancel_of_two_parcels_of_which_one_has_left_pays_the_other_back_and_says_so",
        "ParcelTests.Goods_too_heavy_for_one_parcel_go_in_two_and_a_lost_one_is_refunded_alone",
        "ParcelTests.Late_parcel_breaks_its_promise_once_and_the_customer_is_told_the_new_day",
        "ParcelTests.Parcel_that_came_back_goes_out_again_and_costs_nothing_more",
        "ParcelTests.Parcel_that_is_recalled_is_paid_back_when_it_was_opened",
        "ParcelTests.Refused_parcel_comes_back_and_is_refunded_less_shipping_and_the_fee_of_the_terms",
        "ParcelTests.Step_that_fails_for_good_after_one_of_two_parcels_has_left_settles_each_as_it_stands",
        "ParcelTests.Void_by_operations_gives_the_parcel_another_waybill_and_the_order_goes_on",
        "PaymentTests.Crypto_that_never_confirms_is_cancelled_after_the_grace",
        "PaymentTests.Crypto_that_was_seen_extends_the_window_once_and_counts_when_confirmed",
        "PaymentTests.Overpayment_is_refunded_for_the_difference",
        "PaymentTests.Payment_after_the_cancellation_is_refunded_in_full",
        "PaymentTests.Payment_in_another_currency_goes_back_and_the_order_still_waits",
        "PaymentTests.Short_payment_stays_open_and_says_what_is_missing",
        "PaymentTests.Unpaid_order_is_reminded_at_half_time_and_cancelled_at_the_end",
        "RefundTests.Disputed_payment_is_not_refunded_a_second_time",
        "RefundTests.Refund_that_nobody_confirms_for_a_week_calls_a_person",
        "RefundTests.Refused_refund_is_a_persons_task_and_the_order_ends_when_it_is_paid_by_hand",
        "ReturnTests.Everything_back_as_new_is_paid_back_with_its_shipping_and_goes_on_the_shelf_again",
        "ReturnTests.Exchange_sends_the_same_again_and_the_order_waits_until_it_has_arrived",
        "ReturnTests.Damaged_goods_go_back_to_the_customer_in_a_parcel_of_their_own",
        "ReturnTests.Licence_given_back_is_revoked_and_paid_back_at_once",
        "ReturnTests.Return_for_which_nothing_comes_is_reminded_of_lapses_and_keeps_the_order_open_until_then",
        "ReviewTests.Doubtful_order_that_a_person_refuses_is_cancelled_and_never_tells_the_rule",
        "ReviewTests.Doubtful_order_waits_for_a_person_and_goes_on_when_it_is_passed",
        "ReviewTests.Nobody_decides_then_operations_are_told_and_at_the_end_of_the_window_the_order_is_cancelled",
        "ReviewTests.Order_that_the_rules_refuse_is_cancelled_with_the_reasons_and_asks_for_no_money",
        "ServiceRequestTests.Order_closes_only_when_its_request_is_answered",
        "ServiceRequestTests.Request_without_an_answer_is_reminded_of_escalated_and_told_to_the_customer_with_a_new_date",
        "ShippingTests.Carrier_that_refuses_the_parcel_means_refund_and_cancel",
        "ShippingTests.Parcel_that_the_carrier_never_comes_for_is_voided_and_paid_back_in_the_end",
        "ShippingTests.Parcel_that_turns_up_after_it_was_presumed_lost_is_shown_and_a_person_is_called",
        "ShippingTests.Scans_in_any_order_and_twice_deliver_once",
        "ShortStockTests.Cheaper_substitute_comes_and_the_difference_goes_back",
        "ShortStockTests.Dearer_substitute_comes_after_the_difference_was_paid",
        "ShortStockTests.Licence_goes_out_at_once_while_the_goods_are_still_to_come",
        "ShortStockTests.Order_that_waits_ships_whole_when_the_goods_have_come",
        "ShortStockTests.Refunded_line_goes_back_to_the_shelf_and_the_others_come_without_shipping_that_is_not_needed",
        "ShortStockTests.Rest_that_does_not_come_in_time_is_paid_back",
        "ShortStockTests.Without_an_answer_the_order_is_cancelled_and_paid_back",
    };

    private static string Folder => Path.Combine(Repository.Root, "tests", "Histories");

    public static IEnumerable<string> Versions =>
        Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)[1..]).Order(StringComparer.Ordinal);

    public static IEnumerable<string> Of(string version) =>
        Directory
            .EnumerateFiles(Path.Combine(Folder, $"v{version}"), "*.jsonl")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal);

    public static string PathOf(string version, string life) => Path.Combine(Folder, $"v{version}", $"{life}.jsonl");
}
