using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Http.Operations;

/// <summary><c>GET /api/ops/search</c>: orders by number, customer, e-mail, waybill, RMA, claim, status, age.</summary>
public sealed class SearchOrders(OrderSearch search, TimeProvider clock)
{
    private const int Longest = 254;
    private static readonly OrderCriteria _nothing = new()
    {
        OrderNumber = null,
        CustomerId = null,
        Email = null,
        Waybill = null,
        Rma = null,
        Claim = null,
        Status = null,
        OlderThan = null,
    };

    [Function(nameof(SearchOrders))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/search")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        var errors = new FieldErrors();
        var wanted = new OrderCriteria
        {
            OrderNumber = Text("orderNumber"),
            CustomerId = Text("customerId"),
            Email = Text("email"),
            Waybill = Text("waybill"),
            Rma = Text("rma"),
            Claim = Text("claim"),
            Status = Status(),
            OlderThan = Age(),
        };
        if (!errors.Any && wanted == _nothing)
            errors.Add("", "Name at least one of orderNumber, customerId, email, waybill, rma, claim, status, olderThan.");
        return errors.Any ? Problem.Invalid(errors) : Json.Ok(await search.FindAsync(wanted, clock.GetUtcNow(), cancellation));

        string? Text(string name)
        {
            if (TextInput.TryRead(request.Query[name].ToString(), TextKind.Code, out var text) is { } complaint)
                errors.Add(name, complaint);
            else if (TextInput.Length(text) > Longest)
                errors.Add(name, $"Is longer than {Longest} characters.");
            return text.Length == 0 ? null : text;
        }

        OrderStatus? Status()
        {
            if (Text("status") is not { } named)
                return null;
            if (OrderJson.TryParse<OrderStatus>(named, out var status))
                return status;
            errors.Add("status", $"Should be one of {string.Join(", ", Enum.GetValues<OrderStatus>().Select(OrderJson.Name))}.");
            return null;
        }

        TimeSpan? Age()
        {
            if (Text("olderThan") is not { } duration)
                return null;
            if (WindowText.TryParse(duration, WindowForm.Duration, out var window) is { } wrong)
                errors.Add("olderThan", $"It {wrong}.");
            return window.Duration;
        }
    }
}
