package io.switchyard.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** Conditions on the shape of one class. */
final class Shapes {

  private Shapes() {}

  static ArchCondition<JavaClass> beFinalWithOnePublicMethod() {
    return new ArchCondition<>("be final with exactly one public method") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        List<String> methods =
            type.getMethods().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                .map(JavaMethod::getName)
                .toList();
        boolean isFinal = type.getModifiers().contains(JavaModifier.FINAL);
        boolean holds = isFinal && methods.size() == 1;
        String message =
            type.getName() + (isFinal ? "" : " is not final and") + " has public " + methods;
        events.add(new SimpleConditionEvent(type, holds, message));
      }
    };
  }
}
