namespace Workflow.Tests.Histories;

/// <summary>The lives whose histories are kept for each released version: workflow tests, by name.</summary>
internal static class RecordedLives
{
    public static readonly IReadOnlySet<string> Names = new HashSet<string>(StringComparer.Ordinal)
    {
        "CancelTests.Cancel_before_payment_costs_nothing",
        "CancelTests.Cancel_of_a_booked_parcel_voids_releases_and_refunds_in_that_order",
        "CancelTests.Two_cancels_at_once_cancel_once_and_both_are_answered",
        "ChangeOfShortOrderTests.Increase_is_in_force_when_the_price_adjustment_is_paid",
        "ChangeTests.Another_street_is_in_force_at_once_and_on_the_parcel",
        "ChangeTests.Decrease_below_the_paid_amount_is_refunded_and_the_order_continues",
        "ChangeTests.Increase_confirmed_before_payment_is_the_new_amount_due",
        "ChangeTests.Unconfirmed_offer_lapses_after_its_hour_and_changes_nothing",
        "ClaimTests.Claim_is_refunded_once_and_the_order_closes_with_the_remainder",
        "ClaimTests.Declined_claim_moves_nothing",
        "ClaimTests.Lost_parcel_that_is_sent_again_is_paid_once",
        "ClaimTests.Replacement_is_a_new_parcel_and_the_order_waits_for_it",
        "ClaimTests.Small_claim_is_granted_by_rule_and_a_lost_parcel_never",
        "ClaimTests.Unanswered_claim_is_reminded_then_escalated_and_keeps_the_order_open",
        "ErasureTests.Order_of_a_customer_erased_during_transit_is_delivered_and_closed",
        "HappyPathTests.Licence_alone_is_delivered_at_once_and_needs_no_parcel",
        "HappyPathTests.Licence_beside_a_parcel_does_not_wait_for_it",
        "HappyPathTests.Paid_order_walks_to_closed",
        "ParcelTests.Attempt_customs_and_collection_instruct_the_customer_and_remind_them",
        "ParcelTests.Cancel_after_one_of_two_parcels_left_refunds_the_other",
        "ParcelTests.Heavy_goods_go_in_two_parcels_and_one_lost_is_refunded",
        "ParcelTests.Late_parcel_breaks_its_promise_once_and_names_the_new_day",
        "ParcelTests.Permanent_failure_after_one_of_two_parcels_left_settles_each_alone",
        "ParcelTests.Recalled_parcel_is_refunded_after_inspection",
        "ParcelTests.Refused_parcel_is_refunded_on_return_less_shipping_and_fee",
        "ParcelTests.Returned_parcel_goes_out_again_and_costs_nothing_more",
        "ParcelTests.Void_by_operations_rebooks_the_parcel_and_the_order_continues",
        "PaymentTests.Crypto_that_never_confirms_is_cancelled_after_the_grace",
        "PaymentTests.Crypto_that_was_seen_extends_the_window_once_and_counts_when_confirmed",
        "PaymentTests.Overpayment_is_refunded_down_to_the_total",
        "PaymentTests.Payment_after_the_cancellation_is_refunded_in_full",
        "PaymentTests.Payment_in_another_currency_is_refunded_and_the_order_still_waits",
        "PaymentTests.Short_payment_stays_open_and_says_what_is_missing",
        "PaymentTests.Unpaid_order_is_reminded_at_half_time_and_cancelled_at_the_end",
        "RefundTests.Disputed_payment_is_not_refunded_a_second_time",
        "RefundTests.Refund_that_nobody_confirms_for_a_week_raises_an_alert",
        "RefundTests.Refused_refund_raises_an_alert_and_the_order_ends_once_settled",
        "ReturnTests.Damaged_goods_go_back_to_the_customer_in_their_own_parcel",
        "ReturnTests.Exchange_sends_a_replacement_and_the_order_waits_for_it",
        "ReturnTests.Full_return_as_new_is_refunded_with_shipping_and_restocked",
        "ReturnTests.Return_without_goods_is_reminded_then_lapses_and_releases_the_order",
        "ReturnTests.Returned_licence_is_revoked_and_refunded_at_once",
        "ReviewTests.Order_in_manual_review_waits_and_continues_when_approved",
        "ReviewTests.Order_refused_by_the_rules_is_cancelled_without_asking_for_payment",
        "ReviewTests.Order_rejected_in_manual_review_is_cancelled_without_telling_the_rule",
        "ReviewTests.Undecided_manual_review_raises_an_alert_and_ends_in_cancellation",
        "ServiceRequestTests.Order_closes_only_when_its_request_is_answered",
        "ServiceRequestTests.Unanswered_request_is_reminded_escalated_and_given_a_new_date",
        "ShippingTests.Carrier_that_refuses_the_parcel_means_refund_and_cancel",
        "ShippingTests.Parcel_found_after_presumed_lost_is_shown_and_raises_an_alert",
        "ShippingTests.Parcel_never_picked_up_is_voided_and_refunded_in_the_end",
        "ShippingTests.Scans_in_any_order_and_twice_deliver_once",
        "ShortStockTests.Backorder_that_does_not_come_in_time_is_refunded",
        "ShortStockTests.Cheaper_substitute_comes_and_the_price_adjustment_is_refunded",
        "ShortStockTests.Dearer_substitute_comes_after_the_price_adjustment_is_paid",
        "ShortStockTests.Licence_goes_out_at_once_while_the_goods_are_still_to_come",
        "ShortStockTests.Order_that_waits_ships_whole_when_the_goods_have_come",
        "ShortStockTests.Refunded_line_is_restocked_and_needless_shipping_is_not_charged",
        "ShortStockTests.Without_an_answer_the_order_is_cancelled_and_refunded",
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
