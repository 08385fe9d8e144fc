#include "checker/plan.h"

#include <algorithm>

namespace raceproof {
namespace {

bool contains(const std::vector<const ExecutionModel*>& models, const ExecutionModel* model) {
  return std::find(models.begin(), models.end(), model) != models.end();
}

std::vector<const ExecutionModel*> models_of(const property::Property& property,
                                             const Options& options) {
  if (property.models.empty()) return models_of(options);
  std::vector<const ExecutionModel*> models;
  for (const ExecutionModel& model : execution_models()) {
    if (!contains(property.models, &model)) continue;
    if (!options.models.empty() && !contains(options.models, &model)) continue;
    models.push_back(&model);
  }
  return models;
}

void remove_also(property::Property& property, const lang::Lowered& scenario,
                 const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const auto& written = property.removed_names;
    if (std::find(written.begin(), written.end(), name) != written.end()) continue;
    property.removed_names.push_back(name);
    for (const std::uint32_t object : lang::lock_objects(scenario, name)) {
      property.removed.push_back(object);
    }
  }
  std::sort(property.removed.begin(), property.removed.end());
}

PlannedSearch& search_for(Plan& plan, const ExecutionModel* model,
                          const property::Property& property) {
  for (PlannedSearch& search : plan.searches) {
    if (search.model == model && search.removed == property.removed) return search;
  }
  plan.searches.push_back({model, property.removed, property.removed_names, {}});
  return plan.searches.back();
}

// What the file says of a kind, for a model and with no lock removed, takes the default's place.
bool is_said(const Plan& plan, std::size_t said, property::Kind kind, const ExecutionModel* model,
             const Options& options) {
  for (std::size_t i = 0; i < said; ++i) {
    const property::Property& property = plan.properties[i];
    if (property.kind == kind && property.removed.empty() &&
        contains(models_of(property, options), model)) {
      return true;
    }
  }
  return false;
}

void add_defaults(Plan& plan, const lang::Lowered& scenario, const Options& options) {
  const std::size_t said = plan.properties.size();
  std::vector<property::Kind> kinds{property::Kind::deadlock_free, property::Kind::error_free};
  if (!scenario.program.heap.empty()) kinds.push_back(property::Kind::refcount_safe);
  for (const property::Kind kind : kinds) {
    property::Property property;
    property.kind = kind;
    property.text = row(kind).name;
    property.span.line = 0;
    const std::size_t number = plan.properties.size();
    bool is_judged = false;
    for (const ExecutionModel* model : models_of(options)) {
      if (is_said(plan, said, kind, model, options)) continue;
      search_for(plan, model, property).properties.push_back(number);
      is_judged = true;
    }
    if (is_judged) plan.properties.push_back(std::move(property));
  }
}

std::size_t model_number(const ExecutionModel* model) {
  return static_cast<std::size_t>(model - execution_models().data());
}

}  // namespace

std::vector<const ExecutionModel*> models_of(const Options& options) {
  std::vector<const ExecutionModel*> models;
  for (const ExecutionModel& model : execution_models()) {
    if (options.models.empty() ? model.by_default : contains(options.models, &model)) {
      models.push_back(&model);
    }
  }
  return models;
}

std::vector<std::uint32_t> removed_objects(const lang::Lowered& scenario,
                                           const std::vector<std::string>& names) {
  std::vector<std::uint32_t> removed;
  for (const std::string& name : names) {
    const std::vector<std::uint32_t> objects = lang::lock_objects(scenario, name);
    removed.insert(removed.end(), objects.begin(), objects.end());
  }
  std::sort(removed.begin(), removed.end());
  return removed;
}

Plan plan_check(const lang::Lowered& scenario, const Options& options) {
  Plan plan;
  plan.properties = scenario.properties;
  for (std::size_t i = 0; i < plan.properties.size(); ++i) {
    remove_also(plan.properties[i], scenario, options.without);
    for (const ExecutionModel* model : models_of(plan.properties[i], options)) {
      search_for(plan, model, plan.properties[i]).properties.push_back(i);
    }
  }
  if (options.without.empty()) add_defaults(plan, scenario, options);
  std::stable_sort(plan.searches.begin(), plan.searches.end(),
                   [](const PlannedSearch& a, const PlannedSearch& b) {
                     return a.removed != b.removed ? a.removed < b.removed
                                                   : model_number(a.model) < model_number(b.model);
                   });
  for (PlannedSearch& search : plan.searches) {
    std::sort(search.properties.begin(), search.properties.end());
  }
  return plan;
}

}  // namespace raceproof
