#include "services/messages/completeness_messages.h"

namespace jurimeter::messages {

void FillCompleteness(const IndicatorCompleteness& found, const Period& period,
                      v1::IndicatorCompleteness* message) {
  message->set_indicator(found.indicator->spec.code);
  message->set_name_zh(found.indicator->spec.name_zh);
  message->set_name_en(found.indicator->spec.name_en);
  message->set_expected(found.completeness.expected);
  message->set_reported(found.completeness.reported);
  for (const BureauReports& each : found.completeness.bureaus) {
    const Assignment& assigned = each.bureau->On(period.last);
    v1::BureauReports& added = *message->add_bureaus();
    added.set_bureau(each.bureau->spec.code);
    added.set_name_zh(assigned.name_zh);
    added.set_name_en(assigned.name_en);
    added.set_expected(each.expected);
    added.set_events(each.events);
    if (each.last_day) added.set_last_day(DayText(*each.last_day));
    added.set_days(each.days);
    added.set_closed_days(each.closed);
  }
}

}  // namespace jurimeter::messages
